import { setTimeout as sleep } from 'node:timers/promises';

/** So long that only what will never hold takes it: a busy machine may be many times slower than a quiet one. */
const DEADLINE_MS = 60_000;

/**
 * Repeats a look at something that is still changing until it holds; then its value, else its last error. Looks need
 * not be cheap: the time between two of them grows with what one costs.
 * @param deadlineMs for what is promised within some time; a look that began by then may still hold
 */
export async function eventually<T>(look: () => T | Promise<T>, deadlineMs = DEADLINE_MS): Promise<T> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const began = performance.now();
    try {
      return await look();
    } catch (error) {
      if (began > end) throw error;
    }
    await sleep(Math.max(20, performance.now() - began));
  }
}
