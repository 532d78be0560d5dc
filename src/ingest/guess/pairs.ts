import { AFTER, BEFORE, HOUSEKEEPING, LATENCY, RETRIES, TIME, VALUE, VERSION } from './vocabulary.ts';
import { integerOf, isNamed } from './member.ts';
import type { Member } from './member.ts';

/** Two members of which one is what an attempt read and the other what it wrote. */
export interface Pair {
  readonly read: Member;
  readonly write: Member;
  /** What is so in all records that have both: `is one more in 54 of 54 records`; undefined if only the names say it. */
  readonly relation: string | undefined;
  /** Whether the names say it too. */
  readonly isNamed: boolean;
}

/** Records in which a relation has to hold before it is one. */
const FEWEST = 4;

/** The members that are most likely the version that was read and the one that was written. */
export function versionPair(members: readonly Member[]): Pair | undefined {
  const counters = members.filter((each) => isCount(each) && !isNamed(each, RETRIES) && !isNamed(each, TIME));
  return (
    best(counters, ({ read, write }) => {
      const named = nameScore(read, write, VERSION);
      const isStock = [read, write].every((each) => isNamed(each, VALUE) && !isNamed(each, VERSION));
      if (named < 0 || isStock || !isOneMore(read, write)) return undefined;
      return { score: named, relation: 'is one more', isNamed: named >= 2 };
    }) ?? namedPair(members, VERSION)
  );
}

/** The members that are most likely what was left before an attempt, and after it; `units` is what it took, if that is known. */
export function valuePair(members: readonly Member[], versions: Pair | undefined): Pair | undefined {
  const others = members.filter((each) => each !== versions?.read && each !== versions?.write);
  const counts = others.filter((each) => isCount(each) && !isNamed(each, RETRIES) && !isNamed(each, VERSION));
  return best(counts, ({ read, write }) => {
    const named = nameScore(read, write, VALUE);
    if (named < 2) return undefined;
    const units = takenBetween({ read, write }, counts);
    if (units !== undefined) return { score: named + 2, relation: `is less by ${units.path}`, isNamed: true };
    const relation = isLess(read, write, undefined) ? 'is less by the same' : undefined;
    return relation === undefined && !isFalling(read, write)
      ? undefined
      : { score: named, relation, isNamed: true };
  });
}

/** The member that says how much less is left after an attempt than before it. */
export function takenBetween(
  { read, write }: Pick<Pair, 'read' | 'write'>,
  members: readonly Member[],
): Member | undefined {
  return members.find(
    (each) => each !== read && each !== write && isCount(each) && isLess(read, write, each),
  );
}

interface Scored {
  readonly score: number;
  readonly relation: string | undefined;
  readonly isNamed: boolean;
}

function best(
  members: readonly Member[],
  judge: (pair: { readonly read: Member; readonly write: Member }) => Scored | undefined,
): Pair | undefined {
  let found: (Pair & Scored) | undefined;
  for (const read of members)
    for (const write of members) {
      if (read === write) continue;
      const scored = judge({ read, write });
      if (scored !== undefined && scored.score > (found?.score ?? -Infinity))
        found = { read, write, ...scored };
    }
  if (found === undefined) return undefined;
  const count = both(found.read, found.write).length;
  const relation = found.relation && `${found.relation} in ${count} of ${count} records`;
  return { read: found.read, write: found.write, relation, isNamed: found.isNamed };
}

/** Two members of one family of names, one of which says before and the other after: versions that are texts, or no counters. */
function namedPair(members: readonly Member[], family: ReadonlySet<string>): Pair | undefined {
  const named = members.filter((each) => isNamed(each, family) && !isNamed(each, HOUSEKEEPING));
  const write = named.find((each) => isNamed(each, AFTER) && !isNamed(each, BEFORE));
  const read =
    named.find((each) => isNamed(each, BEFORE) && !isNamed(each, AFTER)) ??
    named.find((each) => write && isSameWithout(AFTER, write, each));
  return read && write && { read, write, relation: undefined, isNamed: true };
}

/** Whether a name is the other one without the words of a vocabulary: `rev` beside `newRev`. */
function isSameWithout(vocabulary: ReadonlySet<string>, { words }: Member, plain: Member): boolean {
  return plain.words.join(' ') === words.filter((word) => !vocabulary.has(word)).join(' ');
}

function nameScore(read: Member, write: Member, family: ReadonlySet<string>): number {
  const ofFamily = Number(isNamed(read, family)) + Number(isNamed(write, family));
  const roles = Number(isNamed(read, BEFORE)) + Number(isNamed(write, AFTER));
  const wrongRoles = Number(isNamed(read, AFTER)) + Number(isNamed(write, BEFORE));
  const strange = [read, write].filter(
    (each) => isNamed(each, HOUSEKEEPING) || isNamed(each, LATENCY),
  ).length;
  return ofFamily + roles - wrongRoles - 2 * strange;
}

/** Whether all values of a member are whole numbers, some of them different. */
function isCount({ values }: Member): boolean {
  const known = values.filter((value) => value !== undefined);
  return (
    known.length >= FEWEST &&
    known.every((value) => integerOf(value) !== undefined) &&
    new Set(known).size > 1
  );
}

/** The values of both members in the records that have both. */
function both(read: Member, write: Member): readonly (readonly [number, number, number])[] {
  const found: [number, number, number][] = [];
  read.values.forEach((value, row) => {
    const [before, after] = [integerOf(value), integerOf(write.values[row])];
    if (before !== undefined && after !== undefined) found.push([before, after, row]);
  });
  return found;
}

function isOneMore(read: Member, write: Member): boolean {
  const pairs = both(read, write);
  return pairs.length >= FEWEST && pairs.every(([before, after]) => after === before + 1);
}

/** Whether what is left is less by what a member says, or by the same number in each record. */
function isLess(read: Member, write: Member, taken: Member | undefined): boolean {
  const pairs = both(read, write);
  if (pairs.length < FEWEST) return false;
  const [first] = pairs;
  return pairs.every(([before, after, row]) => {
    const units = taken === undefined ? first![0] - first![1] : integerOf(taken.values[row]);
    return units !== undefined && units !== 0 && before - after === units;
  });
}

/** Whether less is left after nearly every attempt. */
function isFalling(read: Member, write: Member): boolean {
  const pairs = both(read, write);
  return (
    pairs.length >= FEWEST && pairs.filter(([before, after]) => after < before).length > 0.8 * pairs.length
  );
}
