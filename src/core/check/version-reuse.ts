import type { KeyCheck } from './key-check.ts';
import { STEP } from './walk.ts';

/**
 * One version made by two writes with different bases, or a write that says it made the version it read or an earlier
 * one. Two writers that number blindly from the same base also make one version twice: that is a stale-version write and
 * no fault of the store's numbering.
 */
export function findVersionReuse(check: KeyCheck): void {
  const { walk, findings, key } = check;
  let first = -1;
  for (let step = 0; step < walk.kind.length; step++) {
    const kind = walk.kind[step];
    const row = walk.row[step]!;
    if (kind === STEP.misnumbered) {
      // It may repeat an earlier answer of its request whose row is not in the trace; then it wrote nothing.
      if (check.whole) findings.add('version-reuse', key, [row]);
      else check.doubts.add('unread-writer', check.history.strings[key] ?? '');
      continue;
    }
    if (kind !== STEP.chain && kind !== STEP.stale) continue;
    // Steps are in the order of the versions made, so that writes of one version are neighbours among the writes.
    if (first < 0 || walk.made[first] !== walk.made[step]) first = step;
    else if (walk.base[first] !== walk.base[step])
      findings.add('version-reuse', key, [row, walk.row[first]!]);
  }
}
