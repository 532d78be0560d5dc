import { setTimeout as sleep } from 'node:timers/promises';
import { StoreTimeoutError } from '../store/versioned-store.ts';

/** Longer than a server takes that is just started; a test may shorten it. */
const GIVE_UP_MS = 15_000;
const AGAIN_MS = 250;

/** How a run waits for its store. */
export interface Waiting {
  /** Ends the waiting with the error that there was. */
  readonly interrupted?: AbortSignal | undefined;
  /** Called with the reason when the waiting begins. */
  readonly onWait?: ((why: string) => void) | undefined;
  readonly giveUpMs?: number | undefined;
}

/**
 * What a call of a store that may be made twice comes to, made again for a while as long as the server is not there or
 * is just starting. A server that refuses, say a password, is not asked again.
 * @throws the last error of the call; one that was waited for says how long
 */
export async function whenThere<T>(
  call: () => Promise<T>,
  { interrupted, onWait, giveUpMs = GIVE_UP_MS }: Waiting = {},
): Promise<T> {
  const began = performance.now();
  for (let waited = false; ; waited = true) {
    try {
      return await call();
    } catch (error) {
      if (!isNotThere(error) || interrupted?.aborted === true) throw error;
      const { message } = error as Error;
      const waitedMs = performance.now() - began;
      if (waitedMs > giveUpMs)
        throw new Error(`the store is not there after ${(waitedMs / 1000).toFixed(0)} s: ${message}`, {
          cause: error,
        });
      if (!waited) onWait?.(message);
      await sleep(AGAIN_MS, undefined, { signal: interrupted }).catch(() => undefined);
    }
  }
}

/** PostgreSQL's states of a server that starts, ends, or lost a connection, and what sockets say of one that is not there. */
const CODES = /^(?:57P0[123]|08\w{3}|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN)$/;
/** Redis says so of itself, and the drivers of a connection that has ended. */
const MESSAGES = /^LOADING |\bECONNRE(?:FUSED|SET)\b|Connection terminated|Socket closed/;

/** Whether an error says that a server is not there now, and may soon be. */
export function isNotThere(error: unknown): boolean {
  if (error instanceof StoreTimeoutError) return true;
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return CODES.test(code) || MESSAGES.test(error.message) || isNotThere(error.cause);
}
