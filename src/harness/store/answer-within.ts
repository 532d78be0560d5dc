import { StoreTimeoutError } from './versioned-store.ts';

/** What `call` resolves or rejects to, if it does so in time; a {@link StoreTimeoutError} otherwise. */
export async function answerWithin<T>(timeoutMs: number, call: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new StoreTimeoutError(`the store gave no answer within ${timeoutMs} ms`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([call, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
