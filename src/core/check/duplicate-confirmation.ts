import type { Check } from './key-check.ts';
import { MOST_ROWS } from './key-check.ts';
import { ROW_FLAG } from '../words/codes.ts';

/**
 * Requests that were confirmed by several state transitions: the client asked once and got more than once. The
 * offending row is the second transition. An answer that names a transition again is a replay and not among them.
 */
export function findDuplicateConfirmations({ history, requests, findings }: Check): void {
  for (const transitions of requests.duplicates) {
    const [first, second, ...more] = transitions as [number, number, ...number[]];
    for (const row of transitions.slice(1)) findings.flag(row, ROW_FLAG.duplicate);
    findings.add(
      'duplicate-confirmation',
      history.inventoryKey[second]!,
      [second, first, ...more.slice(0, MOST_ROWS - 2)],
      { confirmations: transitions.length },
    );
  }
}
