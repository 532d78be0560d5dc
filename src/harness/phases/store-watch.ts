import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../core/words/errors.ts';
import type { VersionedStore } from '../store/versioned-store.ts';

const LOOK_EVERY_MS = 1000;
/** Longer than a cluster takes to choose a new leader. */
const GIVE_UP_MS = 10_000;
/** A refused connection means that the server has ended; this is longer than a server takes that is only restarted. */
const GIVE_UP_REFUSED_MS = 5000;

/**
 * While it works, asks the store now and then whether it is there.
 * @param work is given what is aborted, with the reason, when the store has not answered for so long that it is taken to
 *   be gone for good: sooner where connections to it are refused
 */
export async function withStoreWatch<T>(
  store: Pick<VersionedStore, 'get'>,
  key: string,
  work: (gone: AbortSignal) => Promise<T>,
  { lookEveryMs = LOOK_EVERY_MS, giveUpMs = GIVE_UP_MS, giveUpRefusedMs = GIVE_UP_REFUSED_MS } = {},
): Promise<T> {
  const gone = new AbortController();
  const over = new AbortController();
  const looking = async () => {
    let answeredAt = performance.now();
    while (!gone.signal.aborted) {
      await sleep(lookEveryMs, undefined, { signal: over.signal });
      try {
        await store.get(key);
        answeredAt = performance.now();
      } catch (error) {
        const why = messageOf(error);
        const silentMs = performance.now() - answeredAt;
        if (silentMs > (why.includes('ECONNREFUSED') ? giveUpRefusedMs : giveUpMs))
          gone.abort(new Error(`The store has not answered for ${(silentMs / 1000).toFixed(0)} s (${why}).`));
      }
    }
  };
  // Ends by the abortion of its sleep, or because it has seen enough.
  void looking().catch(() => undefined);
  try {
    return await work(gone.signal);
  } finally {
    over.abort();
  }
}
