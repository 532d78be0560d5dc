import { endOf } from '../history/attempt-times.ts';
import { countEach } from '../history/count-each.ts';
import type { History } from '../history/history.ts';
import { NONE } from '../words/codes.ts';
import { firstKnown } from './units.ts';
import { STEP } from './walk.ts';
import type { KeyEnds, Walk, Writes } from './walk.ts';

/**
 * The writes in the order of time where each has one, since their versions have none; else each behind one that made its
 * base, as far as there is one. A write that was never answered stands where its attempt ended.
 */
export function inSomeOrder(history: History, writes: Writes, initialVersion: number): Writes {
  const at = writes.maker.map((row) => firstKnown(history.writeUs[row]!, endOf(history, row)));
  const order = at.some(Number.isNaN)
    ? inChainOrder(writes, initialVersion)
    : [...at.keys()].sort((a, b) => at[a]! - at[b]!);
  const ordered = (column: readonly number[]): number[] => order.map((step) => column[step]!);
  return {
    row: ordered(writes.row),
    maker: ordered(writes.maker),
    base: ordered(writes.base),
    made: ordered(writes.made),
  };
}

/** Steps along their versions: behind each one that is based on what it made; where there is none, the next that is left. */
function inChainOrder({ base, made }: Writes, initialVersion: number): readonly number[] {
  const onBase = new Map<number, number[]>();
  base.forEach((version, step) => {
    const steps = onBase.get(version);
    if (steps === undefined) onBase.set(version, [step]);
    else steps.push(step);
  });
  const order = new Set<number>();
  let current = initialVersion;
  const follow = (): void => {
    for (let step = onBase.get(current)?.shift(); step !== undefined; step = onBase.get(current)?.shift())
      if (!order.has(step)) {
        order.add(step);
        current = made[step]!;
      }
  };
  follow();
  for (const step of base.keys()) {
    if (order.has(step)) continue;
    order.add(step);
    current = made[step]!;
    follow();
  }
  return [...order];
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
  // As often as a version was made, and once more if it was the first, it was replaced by what is based on it or is the last.
  const supply = (made.get(finalVersion) ?? 0) + Number(finalVersion === initialVersion);
  const isMadeAgain =
    finalVersion !== NONE &&
    supply > 0 &&
    supply === writes.base.filter((base) => base === finalVersion).length;
  // The first version that anything was based on stands for the initial one, where the manifest does not say what that was.
  const gaps = [...unmade].slice(Number(initialVersion === NONE));
  if (isMadeAgain) gaps.push(finalVersion);
  return {
    kind: kindsOf(writes, made, initialVersion),
    ...writes,
    current: writes.base,
    chainVersion: [initialVersion, ...writes.made],
    chainStep: [NONE, ...Array.from({ length: steps }, (_, step) => step)],
    initialVersion,
    finalVersion,
    untraced: gaps.length,
    unmade: gaps,
    isOrdered: false,
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

/** Whether some version of a key is known to have become current more than once: a hash of a content that came back. */
export function doVersionsRecur({ isOrdered, made, initialVersion }: Walk): boolean {
  return !isOrdered && new Set([initialVersion, ...made]).size < made.length + 1;
}
