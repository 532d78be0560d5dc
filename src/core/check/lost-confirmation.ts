import { NONE } from '../history/history.ts';
import type { History } from '../history/history.ts';
import type { KeyCheck } from './key-check.ts';
import { STEP } from './walk.ts';
import { compareBy } from '../history/group.ts';

/**
 * Timed-out attempts that were applied: the chain has a version that nobody else can have made. The witness shows that
 * the version was there: the row that made the next one, or else the first that read it; none where only the store says so.
 */
export function findLostConfirmations({ walk, findings, key, history, rows }: KeyCheck): void {
  let readers: ReadonlyMap<number, number> | undefined;
  for (let step = 0; step < walk.kind.length; step++) {
    const row = walk.row[step]!;
    if (walk.kind[step] !== STEP.bridged || walk.confirmedBy.has(row)) continue;
    const [base, made, next] = [walk.base[step]!, walk.made[step]!, walk.row[step + 1] ?? NONE];
    const witness = next === NONE ? (readers ??= firstReaders(history, rows)).get(made) : next;
    const isAlone = witness === undefined || witness === row;
    findings.add('lost-confirmation', key, isAlone ? [row] : [row, witness], { base, made });
  }
}

/** Version → the row that read it first: by the clock, else in the file. */
function firstReaders({ readVersion, readUs }: History, rows: Uint32Array): Map<number, number> {
  const first = new Map<number, number>();
  for (const row of rows) {
    const known = first.get(readVersion[row]!);
    if (known === undefined || compareBy(readUs, row, known) < 0) first.set(readVersion[row]!, row);
  }
  return first;
}
