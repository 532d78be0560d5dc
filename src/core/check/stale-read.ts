import { ROW_FLAG } from '../analysis.ts';
import { RESULT } from '../history/history.ts';
import type { KeyCheck } from './key-check.ts';
import { STEP } from './walk.ts';

/**
 * Reads that, by the clocks, began after a newer version had been confirmed: `read_us` of the attempt, the moment at
 * which it asked the store, is later than `end_us` of the confirmation. Only reads that had a consequence count: a write
 * that was accepted, or a client told that nothing was left. A stale read whose write was refused is the mechanism
 * working; of a timed-out one nobody knows. (A write in the chain was based on the newest version there was, whatever
 * the clocks say.)
 */
export function findStaleReads(check: KeyCheck): void {
  const { history, findings, key, rows } = check;
  if (!history.columns.has('read_us') || !history.columns.has('end_us')) return;
  const confirmations = new EarliestConfirmations(check);
  for (const row of rows) {
    const hadConsequence =
      history.result[row] === RESULT.rejected || (findings.rowFlags[row]! & ROW_FLAG.staleWrite) !== 0;
    if (!hadConsequence || !(history.readVersion[row]! >= 0)) continue;
    const newer = confirmations.earliestAbove(history.readVersion[row]!);
    if (newer !== undefined && newer !== row && history.endUs[newer]! < history.readUs[row]!)
      findings.add('stale-read', key, [row, newer]);
  }
}

/** Of the confirmed writes above a version, the one that was confirmed first: one pass from the top, then bisection. */
class EarliestConfirmations {
  readonly #versions: number[] = [];
  readonly #rows: number[] = [];

  constructor({ history, walk }: KeyCheck) {
    let earliest = Infinity;
    for (let step = walk.kind.length - 1; step >= 0; step--) {
      if (walk.kind[step] !== STEP.chain && walk.kind[step] !== STEP.stale) continue;
      const row = walk.row[step]!;
      if (!(history.endUs[row]! < earliest)) continue;
      earliest = history.endUs[row]!;
      this.#versions.push(walk.made[step]!);
      this.#rows.push(row);
    }
  }

  /** Versions descend and times descend with them, so the last entry above the version is the earliest. */
  earliestAbove(version: number): number | undefined {
    let low = 0;
    let high = this.#versions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#versions[middle]! > version) low = middle + 1;
      else high = middle;
    }
    return this.#rows[low - 1];
  }
}
