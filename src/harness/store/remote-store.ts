import { HttpClient } from '../http/http-client.ts';
import { answerWithin } from './answer-within.ts';
import { StoreTimeoutError, UnknownKeyError, type VersionedStore } from './versioned-store.ts';

/** The calls of a store, each a path of the process that serves it. */
export const STORE_CALLS = [
  'get',
  'put',
  'putIf',
  'take',
  'confirmationOf',
  'commits',
  'load',
  'drop',
] as const satisfies readonly (keyof VersionedStore)[];
export type StoreCall = (typeof STORE_CALLS)[number];

/** What the body of an answer holds: the call's value, or the key that the store does not have, or why it failed. */
export interface StoreAnswer {
  readonly value?: unknown;
  readonly unknownKey?: string;
  readonly error?: string;
}

/**
 * A store that another process of this machine serves, one HTTP request for each call.
 * @param token the secret of the process that serves it
 */
export function remoteStore(port: number, token: string, timeoutMs: number): VersionedStore {
  const http = new HttpClient(port, token);

  /** What the call resolves to there; the types of both ends are those of the interface. */
  async function call<T>(name: StoreCall, ...values: readonly unknown[]): Promise<T> {
    const given = new AbortController();
    // What is left out at the end must be left out there too: JSON would make null of it, which is a value.
    const present = values.slice(0, values.findLastIndex((value) => value !== undefined) + 1);
    const asked = http.request('POST', `/${name}`, JSON.stringify(present), given.signal);
    try {
      const reply = await answerWithin(timeoutMs, asked);
      if (reply === undefined) throw new StoreTimeoutError('the store went away and gave no answer');
      const { value, unknownKey, error } = JSON.parse(reply.body) as StoreAnswer;
      if (unknownKey !== undefined) throw new UnknownKeyError(unknownKey);
      if (error !== undefined) throw new Error(`the store refused ${name}: ${error}`);
      return value as T;
    } finally {
      given.abort();
    }
  }

  return {
    versionScheme: 'sequential',
    get: (...key) => call('get', ...key),
    put: (...write) => call('put', ...write),
    putIf: (...write) => call('putIf', ...write),
    take: (...unit) => call('take', ...unit),
    confirmationOf: (...requestId) => call('confirmationOf', ...requestId),
    commits: () => call('commits'),
    load: (inventory) => call('load', [...inventory]),
    drop: () => call('drop'),
    close: () => {
      http.close();
      return Promise.resolve();
    },
  };
}
