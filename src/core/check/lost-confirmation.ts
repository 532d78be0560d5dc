import { NONE } from '../history/history.ts';
import type { KeyCheck } from './key-check.ts';
import { STEP } from './walk.ts';

/**
 * Timed-out attempts that were applied: the chain has a version that nobody else can have made. The witness, where
 * there is one, is the next row of the chain, which found that version there.
 */
export function findLostConfirmations({ walk, findings, key }: KeyCheck): void {
  for (let step = 0; step < walk.kind.length; step++) {
    const row = walk.row[step]!;
    if (walk.kind[step] !== STEP.bridged || walk.confirmedBy.has(row)) continue;
    const next = walk.row[step + 1] ?? NONE;
    findings.add('lost-confirmation', key, next === NONE ? [row] : [row, next], {
      base: walk.base[step]!,
      made: walk.made[step]!,
    });
  }
}
