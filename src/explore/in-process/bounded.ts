import { setTimeout as delay } from 'node:timers/promises';
import { RaceModuleError } from './module.ts';

/** For how long what the module does between schedules may last. */
const MOST_SECONDS = 30;

/** What a promise of the module resolves to. @throws RaceModuleError if it has not settled in time */
export async function bounded<T>(promise: PromiseLike<T>, name: string): Promise<T> {
  const settled = new AbortController();
  const late = async () => {
    await delay(1000 * MOST_SECONDS, undefined, { signal: settled.signal });
    throw new RaceModuleError(`${name} has not ended for ${MOST_SECONDS} s; let it end, or fail`);
  };
  const lateness = late();
  // Where it is not late, its own end is no failure.
  lateness.catch(() => undefined);
  try {
    return await Promise.race([promise, lateness]);
  } finally {
    settled.abort();
  }
}
