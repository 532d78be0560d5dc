import { ROW_FLAG } from '../analysis.ts';
import type { KeyCheck } from './key-check.ts';
import { MOST_ROWS } from './key-check.ts';
import { STEP, firstAbove } from './walk.ts';

/**
 * Writes that were accepted although the version they were based on had already been replaced. The witnesses made
 * versions in (read, written]; the first of them is the one that replaced the version read. Returns the stale rows.
 */
export function findStaleVersionWrites(check: KeyCheck): number[] {
  const { walk, findings, key } = check;
  const stale: number[] = [];
  for (let step = 0; step < walk.kind.length; step++) {
    if (walk.kind[step] !== STEP.stale) continue;
    const row = walk.row[step]!;
    const [base, made, current] = [walk.base[step]!, walk.made[step]!, walk.current[step]!];
    const { rows, untraced } = overtakers(check, step);
    stale.push(row);
    findings.flag(row, ROW_FLAG.staleWrite);
    findings.add('stale-version-write', key, [row, ...rows], { base, made, current, untraced });
  }
  return stale;
}

function overtakers({ walk }: KeyCheck, step: number): { rows: number[]; untraced: boolean } {
  const rows: number[] = [];
  let position = firstAbove(walk, walk.base[step]!);
  // A base below the initial version was replaced before the run began.
  let untraced = walk.base[step]! < walk.initialVersion;
  while (rows.length < MOST_ROWS - 1 && (walk.chainVersion[position] ?? Infinity) <= walk.made[step]!) {
    const maker = walk.chainStep[position++]!;
    if (maker === step || maker < 0) continue;
    if (walk.kind[maker] === STEP.untraced) untraced = true;
    else rows.push(walk.row[maker]!);
  }
  return { rows, untraced };
}
