import { endOf, firstOf } from '../history/attempt-times.ts';
import { isCounted } from '../history/run-facts.ts';
import { NONE } from '../words/codes.ts';
import type { KeyWorld, WorldRequest } from '../findings/key-world.ts';
import type { KeyTask, Shared } from './key-task.ts';
import { unitsOf, type KeyUnits } from './key-units.ts';
import { readsOf } from './value-walk.ts';
import { firstKnown } from '../worlds/units.ts';
import { ROLE } from '../worlds/requests.ts';
import { inSomeOrder, walkOpaque } from '../worlds/walk-opaque.ts';
import { STEP, walkKey } from '../worlds/walk.ts';
import type { Walk, Writes } from '../worlds/walk.ts';

/** How what is open on a key is settled. */
export interface Choice {
  /** Attempts of unknown outcome that were applied, and the version that each made. */
  readonly applied: ReadonlyMap<number, number>;
  /** Of rows that stand for a transition, which attempt made it, where it is not the usual one. */
  readonly makers: ReadonlyMap<number, number>;
}

/** Nothing was applied that its row does not say. */
export const NOTHING: Choice = { applied: new Map(), makers: new Map() };

/** A key in a world. */
export interface Settled {
  readonly world: KeyWorld;
  readonly units: KeyUnits;
}

/** Works out what holds of a key in the world of a choice. Linear in its rows, apart from the choice's own writes. */
export function settle(shared: Shared, task: KeyTask, choice: Choice): Settled {
  const { history, requests, units, missing, knowsAnswers } = shared;
  const { key, rows, scheme, hasVersions, isClosed, hasStatedEnds, initialVersion, finalVersion, books } =
    task;
  const writes = writesOf(shared, task, choice);
  const ends = { initialVersion, finalVersion, seen: seenIn(shared, task, choice) };
  const walk =
    scheme === 'opaque'
      ? walkOpaque(inSomeOrder(history, writes, initialVersion), ends)
      : walkKey(scheme, writes, ends);
  const makerOf = (row: number): number =>
    choice.applied.has(row) ? row : (choice.makers.get(row) ?? requests.maker[row]!);
  const cases = task.cases.map((of) => {
    const open = of.open.filter((row) => choice.applied.has(row));
    const made = (row: number): number => choice.applied.get(row) ?? history.writeVersion[row]!;
    const all = open.length === 0 ? of.transitions : [...of.transitions, ...open];
    const began = all.map((row) => firstOf(history, makerOf(row)));
    const isEarly = (row: number): boolean => began.every((begun) => begun > endOf(history, row));
    const early = all.length === 0 ? [] : of.bare.filter(isEarly);
    return { of, writes: all.toSorted((a, b) => made(a) - made(b)), early };
  });
  const isReplay = replaysIn(shared, choice, cases);
  const counted = unitsOf({
    ...{ history, requests, units, books, rows, walk, cases, hasVersions },
    hidesOutsiders: task.isWrittenOutside || (task.admitsHidden && walk.kind.includes(STEP.unchecked)),
    isReplay,
  });
  const world: KeyWorld = {
    ...{
      history,
      requests,
      units,
      key,
      rows,
      scheme,
      hasVersions,
      isClosed,
      hasStatedEnds,
      missing,
      knowsAnswers,
      walk,
      cases,
    },
    books: counted.books,
    values: valuesOf(shared, task, walk, isReplay),
    isReplay,
  };
  return { world, units: counted };
}

/** Whether a row repeats an earlier answer in the world of a choice, or another row: then what it read proves nothing. */
function replaysIn(
  { requests: { role, maker: usual } }: Shared,
  { makers, applied }: Choice,
  cases: readonly WorldRequest[],
): (row: number) => boolean {
  const made = new Set([...makers.values(), ...applied.keys()]);
  const repeating = new Set(cases.flatMap(({ of: { bare }, writes }) => (writes.length > 0 ? bare : [])));
  const repeats = (row: number): boolean => {
    if (role[row] === ROLE.transition) return (makers.get(row) ?? usual[row]) !== row;
    return role[row] === ROLE.repeated || role[row] === ROLE.replay || repeating.has(row);
  };
  return (row) => !made.has(row) && repeats(row);
}

/** The versions that were seen in the world of a choice: none that it makes, and none that only a repeated answer read. */
function seenIn(
  { history, requests }: Shared,
  { seen, scheme, rows, finalVersion }: KeyTask,
  choice: Choice,
) {
  const { applied, makers } = choice;
  if (isCounted(scheme) || applied.size + makers.size === 0) return seen;
  const made = new Set(applied.values());
  const { readVersion } = history;
  const silent = new Set<number>();
  // Who names a version that another made repeats an answer; a timed-out attempt that names none does not.
  for (const [row, maker] of makers) if (requests.maker[row] === row && maker !== row) silent.add(row);
  const repeats = (row: number): boolean =>
    silent.has(row) || requests.role[row] === ROLE.replay || requests.role[row] === ROLE.repeated;
  const isSpoken = (version: number): boolean =>
    rows.some((row) => readVersion[row] === version && !repeats(row));
  const isSilent = (version: number): boolean =>
    version !== finalVersion && [...silent].some((row) => readVersion[row] === version) && !isSpoken(version);
  return seen.filter((version) => !made.has(version) && !isSilent(version));
}

function writesOf({ history, requests }: Shared, { writes }: KeyTask, { applied, makers }: Choice): Writes {
  const { readVersion, writeVersion } = history;
  const [row, maker, base, made]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (const each of writes) {
    const usual = requests.maker[each]!;
    const by = makers.size === 0 ? usual : (makers.get(each) ?? usual);
    row.push(each);
    maker.push(by);
    base.push(readVersion[by]!);
    made.push(writeVersion[each]!);
  }
  if (applied.size === 0) return { row, maker, base, made };
  const all = row.map((each, index) => ({
    row: each,
    maker: maker[index]!,
    base: base[index]!,
    made: made[index]!,
  }));
  for (const [each, made] of applied) all.push({ row: each, maker: each, base: readVersion[each]!, made });
  all.sort((a, b) => a.made - b.made || rank(b) - rank(a));
  return {
    row: all.map((each) => each.row),
    maker: all.map((each) => each.maker),
    base: all.map((each) => each.base),
    made: all.map((each) => each.made),
  };
}

/** Of the writes of one version that comes first which was based on the newest below it. */
function rank({ base, made }: { readonly base: number; readonly made: number }): number {
  return base >= made ? -Infinity : base;
}

/** Version → the value written with it, or the manifest's; versions that two writes made have none. */
function valuesOf(
  { history, units, missing }: Shared,
  task: KeyTask,
  walk: Walk,
  isReplay: (row: number) => boolean,
): ReadonlyMap<number, number> {
  const { columns, readValue } = history;
  const { books, rows, finalVersion } = task;
  const values = new Map<number, number>();
  if (!columns.has('read_value') && !columns.has('write_value')) return values;
  if (task.isInitialStated && books.initial !== undefined) values.set(walk.initialVersion, books.initial);
  let reads: ReadonlyMap<number, number> | undefined;
  const found = (version: number): number => {
    if (version === finalVersion && books.remaining !== undefined) return books.remaining;
    return (reads ??= readsOf({ history, rows, isReplay })).get(version) ?? NaN;
  };
  for (let step = 0; step < walk.kind.length; step++) {
    const [row, maker, made] = [walk.row[step]!, walk.maker[step]!, walk.made[step]!];
    if (walk.kind[step] === STEP.untraced) {
      values.set(made, found(made));
      continue;
    }
    const base = walk.base[step] === NONE && !task.admitsHidden ? walk.current[step]! : walk.base[step]!;
    const left = missing === '' ? (values.get(base) ?? NaN) : NaN;
    const before = firstKnown(readValue[maker]!, left);
    const asked = units.ofWrite(row, maker);
    const written = firstKnown(units.written(row, maker), Number.isNaN(asked) ? found(made) : before - asked);
    // What a write left that made a version below its base belongs to the epoch that it begins.
    if (values.has(made) || walk.kind[step] === STEP.misnumbered) values.set(made, NaN);
    else if (!Number.isNaN(written)) values.set(made, written);
  }
  return values;
}
