import { endOf } from '../history/attempt-times.ts';
import { countEach } from '../history/count-each.ts';
import type { History } from '../history/history.ts';
import { NONE } from '../words/codes.ts';
import { firstKnown } from './units.ts';
import { STEP } from './walk.ts';
import type { KeyEnds, Walk, Writes } from './walk.ts';

/**
 * The writes in the order of time where each has one, since their versions have none; as they are where one lacks it. A
 * write that was never answered stands where its attempt ended.
 */
export function inTimeOrder(history: History, writes: Writes): Writes {
  const at = writes.maker.map((row) => firstKnown(history.writeUs[row]!, endOf(history, row)));
  if (at.some(Number.isNaN)) return writes;
  const order = [...at.keys()].sort((a, b) => at[a]! - at[b]!);
  const ordered = (column: readonly number[]): number[] => order.map((step) => column[step]!);
  return {
    row: ordered(writes.row),
    maker: ordered(writes.maker),
    base: ordered(writes.base),
    made: ordered(writes.made),
  };
}

/**
 * The walk of a key whose versions have no order: as many writes may be based on a version as it was current, once if it is
 * the initial one (or nothing made it), and once for every write that made it. The others are stale: how many is certain,
 * and which they are follows from the order of the writes.
 */
export function walkOpaque(writes: Writes, { initialVersion, finalVersion, seen }: KeyEnds): Walk {
  const made = countEach(writes.made);
  const steps = writes.row.length;
  const isUnmade = (version: number): boolean =>
    version !== NONE && version !== initialVersion && !made.has(version);
  const unmade = new Set([...writes.base, ...seen, finalVersion].filter(isUnmade));
  // The first version that anything was based on stands for the initial one, where the manifest does not say what that was.
  const untraced = Math.max(0, unmade.size - Number(initialVersion === NONE && unmade.size > 0));
  return {
    kind: kindsOf(writes, made, initialVersion),
    ...writes,
    current: writes.base,
    chainVersion: [initialVersion, ...writes.made],
    chainStep: [NONE, ...Array.from({ length: steps }, (_, step) => step)],
    initialVersion,
    finalVersion,
    untraced,
  };
}

/** Of the writes whose base was not current, the first ones are stale: as many as are based on it too often. */
function kindsOf(
  { base, made: makes }: Writes,
  made: ReadonlyMap<number, number>,
  initialVersion: number,
): number[] {
  const atFirst = (version: number): number => Number(version === initialVersion || !made.has(version));
  const timesCurrent = (version: number): number => atFirst(version) + (made.get(version) ?? 0);
  const tooMany = new Map(
    Array.from(countEach(base), ([version, times]) => [version, times - timesCurrent(version)] as const),
  );
  const unused = new Map<number, number>();
  const add = (version: number, times: number): void => {
    unused.set(version, (unused.get(version) ?? atFirst(version)) + times);
  };
  return base.map((version, step) => {
    const isStale =
      version !== NONE && (unused.get(version) ?? atFirst(version)) < 1 && tooMany.get(version)! > 0;
    if (isStale) tooMany.set(version, tooMany.get(version)! - 1);
    else add(version, -1);
    add(makes[step]!, 1);
    if (version === NONE) return STEP.unchecked;
    return isStale ? STEP.stale : STEP.chain;
  });
}
