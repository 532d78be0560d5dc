import type { RedisClientType } from '@redis/client';
import { answerWithin } from '../answer-within.ts';
import { optionalDriver } from '../driver-package.ts';
import { StoreTimeoutError } from '../versioned-store.ts';

/** One connection to Redis, which comes back by itself when it breaks. */
export interface RedisConnection {
  readonly client: RedisClientType;
  /**
   * The server's answer to a call of the client.
   * @throws StoreTimeoutError if it is missing; any other error if the call was refused, or never sent
   */
  answer<T>(call: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Connects to the server that `url` names. */
export async function redisConnection(url: string, timeoutMs: number): Promise<RedisConnection> {
  const { createClient, ErrorReply, ClientOfflineError } = await optionalDriver(
    'redis://',
    '@redis/client',
    () => import('@redis/client'),
  );
  let connected = false;
  let broken: Error | undefined;
  const client = createClient({
    url,
    // A call that waited for a connection could be applied long after its caller was told that it timed out.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: timeoutMs,
      reconnectStrategy: (retries) => (connected ? Math.min(20 * 2 ** retries, 1000) : false),
    },
  });
  // The client reports here what it recovers from; the calls report what it does not, and why it is still offline.
  client.on('error', (error: Error) => {
    broken = error;
  });
  await answerWithin(timeoutMs, client.connect()).catch((error: unknown) => {
    client.destroy();
    throw error;
  });
  connected = true;

  async function answer<T>(call: Promise<T>): Promise<T> {
    try {
      return await answerWithin(timeoutMs, call);
    } catch (error) {
      if (error instanceof ErrorReply || error instanceof StoreTimeoutError) throw error;
      if (error instanceof ClientOfflineError)
        throw new Error(`Redis is not connected: ${(broken ?? error).message}`, { cause: error });
      throw new StoreTimeoutError(`Redis gave no answer: ${(error as Error).message}`, { cause: error });
    }
  }

  async function close(): Promise<void> {
    connected = false;
    await answerWithin(timeoutMs, client.close()).catch(() => {
      client.destroy();
    });
  }

  return { client, answer, close };
}
