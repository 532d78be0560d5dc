import { NONE } from '../history/history.ts';
import type { History } from '../history/history.ts';
import { baseVersion } from './requests.ts';
import type { Requests } from './requests.ts';

/**
 * Whether a key's versions can be consecutive: no write that was based on the newest version made any but the next one.
 * (A stale one may: a store that numbers its own writes counts the ones that it overtook.)
 */
export function looksSequential(
  history: History,
  requests: Requests,
  writes: Uint32Array,
  initialVersion: number,
): boolean {
  let current = initialVersion;
  for (const row of writes) {
    const base = baseVersion(history, requests, row);
    const made = history.writeVersion[row]!;
    if (base !== NONE && base < made && base >= current && made !== base + 1) return false;
    current = Math.max(current, made);
  }
  return true;
}
