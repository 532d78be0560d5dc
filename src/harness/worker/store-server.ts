import { messageOf } from '../../core/words/errors.ts';
import { STORE_CALLS, type StoreAnswer, type StoreCall } from '../store/remote-store.ts';
import { UnknownKeyError, type VersionedStore } from '../store/versioned-store.ts';
import { HttpError, readBody, sendJson, serveLoopback, type LoopbackServer } from './loopback.ts';

/** The inventory of a run is loaded by one call. */
const BODY_LIMIT_BYTES = 64 * 1024 * 1024;

/** Serves a store of this process to the others of the run: `POST /CALL` with the call's arguments as a JSON array. */
export function serveStore(token: string, store: VersionedStore): Promise<LoopbackServer> {
  return serveLoopback(token, async (request, response) => {
    const call = STORE_CALLS.find((name) => request.method === 'POST' && request.url === `/${name}`);
    if (call === undefined) throw new HttpError(404, `there are only POST /${STORE_CALLS.join(', /')}`);
    const values = JSON.parse((await readBody(request, BODY_LIMIT_BYTES)).toString('utf8')) as unknown[];
    sendJson(response, 200, await answerOf(store, call, values));
  });
}

async function answerOf(store: VersionedStore, call: StoreCall, values: unknown[]): Promise<StoreAnswer> {
  // Both ends are this program, and the token keeps everybody else out: the arguments are those of the interface.
  const calls = store as unknown as Readonly<Record<StoreCall, (...values: unknown[]) => Promise<unknown>>>;
  const args = call === 'load' ? [new Map(values[0] as [string, number][])] : values;
  try {
    return { value: await calls[call](...args) };
  } catch (error) {
    if (error instanceof UnknownKeyError) return { unknownKey: error.key };
    return { error: messageOf(error) };
  }
}
