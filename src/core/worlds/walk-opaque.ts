import { countEach } from '../history/count-each.ts';
import { NONE } from '../words/codes.ts';
import { STEP } from '../worlds/walk.ts';
import type { KeyEnds, Walk, Writes } from '../worlds/walk.ts';

/**
 * The walk of a key whose versions have no order: as many writes may be based on a version as it was current, once if it is
 * the initial one (or nothing made it), and once for every write that made it. The others are stale.
 */
export function walkOpaque(writes: Writes, { initialVersion, finalVersion, seen }: KeyEnds): Walk {
  const made = countEach(writes.made);
  const based = new Map<number, number>();
  const kind = writes.base.map((base) => {
    if (base === NONE) return STEP.unchecked;
    const before = based.get(base) ?? 0;
    based.set(base, before + 1);
    const times = (made.get(base) ?? 0) + Number(base === initialVersion);
    return before < Math.max(1, times) ? STEP.chain : STEP.stale;
  });
  const steps = writes.row.length;
  const isUnmade = (version: number): boolean =>
    version !== NONE && version !== initialVersion && !made.has(version);
  const unmade = new Set([...writes.base, ...seen, finalVersion].filter(isUnmade));
  // The first version that anything was based on stands for the initial one, where the manifest does not say what that was.
  const untraced = Math.max(0, unmade.size - Number(initialVersion === NONE && unmade.size > 0));
  return {
    kind,
    ...writes,
    current: writes.base,
    chainVersion: [initialVersion, ...writes.made],
    chainStep: [NONE, ...Array.from({ length: steps }, (_, step) => step)],
    initialVersion,
    finalVersion,
    untraced,
  };
}
