import type { KeyCheck } from './key-check.ts';
import { keyName } from './key-check.ts';

/**
 * Confirmations of requests that never wrote, in a trace that records writes. One whose request also timed out may
 * repeat what that attempt wrote: if the walk shows its write, it is a confirmation like any other; if the versions
 * leave open whether it wrote, or whether another timed-out attempt did, nobody can tell. Returns the number of those
 * that are proved.
 */
export function findConfirmationsWithoutWrite(check: KeyCheck): number {
  const { requests, walk, findings, doubts, key } = check;
  const confirmed = new Set(walk.confirmedBy.values());
  let [proved, open] = [0, walk.guessed];
  for (const { row, timedOut } of requests.bare.get(key)?.values() ?? []) {
    if (confirmed.has(row)) continue;
    // In a trace that lacks rows, the lacking one may be the write.
    if (!check.whole || (timedOut && walk.openTimeouts > 0)) open++;
    else {
      proved++;
      findings.add('confirmation-without-write', key, [row]);
    }
  }
  doubts.add('unwritten-confirmation', keyName(check), open);
  return proved;
}
