import type { KeyCheck } from './key-check.ts';
import { keyName } from './key-check.ts';

/** Confirmations without a write on one key. */
export interface UnwrittenConfirmations {
  /** Those that are proved. */
  readonly proved: number;
  /** Further answers of requests that may have written: then they are replays. */
  readonly maybeReplays: number;
}

/**
 * Confirmations of requests that never wrote, in a trace that records writes. One whose request also timed out may
 * repeat what that attempt wrote: if the walk shows its write, it is a confirmation like any other; if the versions
 * leave open whether it wrote, or whether another timed-out attempt did, nobody can tell. Further answers of a request
 * that wrote are replays.
 */
export function findConfirmationsWithoutWrite(check: KeyCheck): UnwrittenConfirmations {
  const { requests, walk, findings, doubts, key } = check;
  const confirmed = new Set(walk.confirmedBy.values());
  let [proved, open, maybeReplays] = [0, walk.guessed, 0];
  for (const { rows, timedOut } of requests.bare.get(key)?.values() ?? []) {
    if (confirmed.has(rows[0]))
      rows.slice(1).forEach((row) => {
        findings.countReplay(row);
      });
    // In a trace that lacks rows, the lacking one may be the write.
    else if (!check.whole || (timedOut && walk.openTimeouts > 0)) {
      open += rows.length;
      maybeReplays += rows.length - 1;
    } else {
      proved += rows.length;
      for (const row of rows) findings.add('confirmation-without-write', key, [row]);
    }
  }
  doubts.add('unwritten-confirmation', keyName(check), open);
  return { proved, maybeReplays };
}
