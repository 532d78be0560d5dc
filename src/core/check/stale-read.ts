import { RESULT } from '../history/history.ts';
import type { KeyCheck } from './key-check.ts';
import { STEP } from './walk.ts';
import { ROW_FLAG } from '../words/codes.ts';

/**
 * Reads that, by the clocks, began after a newer version had been confirmed: `read_us` of the attempt, the moment at
 * which it asked the store, is later than `end_us` of the confirmation. A stale read whose write was refused is the
 * mechanism working. A write in the chain was based on the newest version there was, whatever the clocks say; and the
 * row of a replay says what its first answer had read.
 */
export function findStaleReads(check: KeyCheck): void {
  const { history, findings, key, rows } = check;
  if (!history.columns.has('read_us') || !history.columns.has('end_us')) return;
  const confirmations = new EarliestConfirmations(check);
  for (const row of rows) {
    const { result, readVersion, readUs, endUs } = history;
    const refused = result[row] === RESULT.conflict || result[row] === RESULT.retry;
    const settled = (findings.rowFlags[row]! & (ROW_FLAG.inChain | ROW_FLAG.idempotentReplay)) !== 0;
    if (refused || settled || !(readVersion[row]! >= 0)) continue;
    const newer = confirmations.earliestAbove(readVersion[row]!);
    if (newer !== undefined && newer !== row && endUs[newer]! < readUs[row]!)
      findings.add('stale-read', key, [row, newer]);
  }
}

/** Steps of a success that made the version which it names. */
const CONFIRMED: ReadonlySet<number> = new Set([STEP.chain, STEP.stale, STEP.unchecked]);

/** Of the confirmed writes above a version, the one that was confirmed first: one pass from the top, then bisection. */
class EarliestConfirmations {
  readonly #versions: number[] = [];
  readonly #rows: number[] = [];

  constructor({ history, walk }: KeyCheck) {
    let earliest = Infinity;
    for (let step = walk.kind.length - 1; step >= 0; step--) {
      if (!CONFIRMED.has(walk.kind[step]!)) continue;
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
