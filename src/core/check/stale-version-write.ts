import { countUpTo } from '../history/count-up-to.ts';
import { NONE } from '../history/history.ts';
import type { FindingData } from '../findings/found.ts';
import type { KeyCheck } from './key-check.ts';
import { MOST_ROWS } from './key-check.ts';
import { STEP } from './walk.ts';
import { ROW_FLAG } from '../words/codes.ts';

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
    const { rows, ...data } = overtakers(check, step);
    stale.push(row);
    findings.flag(row, ROW_FLAG.staleWrite);
    findings.add('stale-version-write', key, [row, ...rows], { base, made, current, ...data });
  }
  return stale;
}

type Overtakers = { readonly rows: readonly number[] } & Pick<FindingData, 'overtakers' | 'untraced'>;

/** Who made the versions after the one that a stale write was based on, up to the one that it made. */
function overtakers({ walk }: KeyCheck, step: number): Overtakers {
  const rows: number[] = [];
  const first = countUpTo(walk.chainVersion, walk.base[step]!);
  const end = countUpTo(walk.chainVersion, walk.made[step]!);
  const isOutside = (maker: number): boolean => maker < 0 || walk.kind[maker] === STEP.untraced;
  let outside = 0;
  for (let position = first; position < end && rows.length < MOST_ROWS - 1; position++) {
    const maker = walk.chainStep[position]!;
    if (isOutside(maker)) outside++;
    else if (maker !== step) rows.push(walk.row[maker]!);
  }
  // A base below the initial version was replaced before the run began.
  const replacedOutside = walk.base[step]! < walk.initialVersion || isOutside(walk.chainStep[first] ?? NONE);
  const isInChain = walk.made[step]! > walk.current[step]!;
  return {
    rows,
    overtakers: end - first - (isInChain ? 1 : 0),
    ...((replacedOutside || outside > 0) && { untraced: replacedOutside ? 'the first' : 'some' }),
  };
}
