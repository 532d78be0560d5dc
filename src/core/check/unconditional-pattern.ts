import { RESULT } from '../history/history.ts';
import type { KeyCheck } from './key-check.ts';

/** Stale writes on a key where no attempt was ever refused: the write has no condition at all. */
export function findUnconditionalPattern(
  { history, findings, key, rows }: KeyCheck,
  stale: readonly number[],
): void {
  if (stale.length === 0) return;
  const refused = (row: number): boolean =>
    history.result[row] === RESULT.conflict || history.result[row] === RESULT.retry;
  if (!rows.some(refused)) findings.add('unconditional-pattern', key, stale.slice(0, 1));
}
