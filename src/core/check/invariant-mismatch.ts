import type { Ledger } from '../analysis.ts';
import type { KeyCheck } from './key-check.ts';
import { keyName } from './key-check.ts';

/** What the books of a key leave open. */
export interface Slack {
  /** Confirmations that may be replays: the trace does not record writes, or leaves open whether their request wrote. */
  readonly repeated: number;
  /** Rows that were refused, or Infinity if the trace is incomplete: each may be one more confirmation. */
  readonly missing: number;
}

/**
 * The books of a key: initial = remaining + confirmed. Each timed-out attempt may have taken a unit or not, so the units
 * taken must lie in [confirmed, confirmed + timeouts]; outside it the invariant is violated whatever they did.
 */
export function checkInvariant(check: KeyCheck, ledger: Ledger, slack: Slack): void {
  const { findings, doubts, walk, key } = check;
  const { confirmed, initial, remaining, mismatch } = ledger;
  const name = keyName(check);
  if (initial === undefined || remaining === undefined || mismatch === undefined) {
    doubts.add('no-books', name);
    doubts.add('open-timeout', name, walk.openTimeouts);
    return;
  }
  const taken = initial - remaining;
  const least = confirmed - slack.repeated;
  const most = confirmed + walk.timeouts + slack.missing;
  if (taken < least || taken > most) {
    findings.add('invariant-mismatch', key, [], { confirmed, taken }, check.rows[0]);
    return;
  }
  if (walk.openTimeouts > 0)
    // Balanced without them or only with them: either way it is the timed-out attempts that decide.
    doubts.add(ledger.unexplained === 0 ? 'open-timeout' : 'unbalanced-timeout', name, walk.openTimeouts);
  else if (ledger.unexplained !== 0) doubts.add('unbalanced-books', name);
}
