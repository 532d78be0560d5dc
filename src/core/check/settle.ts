import { isCounted } from '../history/run-facts.ts';
import { NONE } from '../words/codes.ts';
import type { KeyWorld } from '../findings/key-world.ts';
import type { KeyTask, Shared } from './key-task.ts';
import { unitsOf, type KeyUnits } from './key-units.ts';
import { ROLE } from '../worlds/requests.ts';
import { inTimeOrder, walkOpaque } from '../worlds/walk-opaque.ts';
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
  const ends = { initialVersion, finalVersion, seen: seenIn(task, choice) };
  const walk =
    scheme === 'opaque' ? walkOpaque(inTimeOrder(history, writes), ends) : walkKey(scheme, writes, ends);
  const cases = task.cases.map((of) => {
    const open = of.open.filter((row) => choice.applied.has(row));
    const made = (row: number): number => choice.applied.get(row) ?? history.writeVersion[row]!;
    const all = open.length === 0 ? of.transitions : [...of.transitions, ...open];
    return { of, writes: all.toSorted((a, b) => made(a) - made(b)) };
  });
  const counted = unitsOf({
    ...{ history, requests, units, books, rows, walk, cases, hasVersions },
    hidesOutsiders: task.hidesOutsiders,
  });
  const makers = new Set(choice.makers.values());
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
    values: valuesOf(shared, task, walk),
    isReplay: (row) =>
      requests.role[row] === ROLE.repeated || (requests.role[row] === ROLE.replay && !makers.has(row)),
  };
  return { world, units: counted };
}

function seenIn({ seen, scheme }: KeyTask, { applied }: Choice): readonly number[] {
  if (applied.size === 0 || isCounted(scheme)) return seen;
  const made = new Set(applied.values());
  return seen.filter((version) => !made.has(version));
}

function writesOf({ history, requests }: Shared, { writes }: KeyTask, { applied, makers }: Choice): Writes {
  const { readVersion, writeVersion } = history;
  const row = Array.from(writes);
  const usual = row.map((each) => makers.get(each) ?? requests.maker[each]!);
  if (applied.size === 0)
    return {
      row,
      maker: usual,
      base: usual.map((each) => readVersion[each]!),
      made: row.map((each) => writeVersion[each]!),
    };
  const all = row.map((each, index) => ({
    row: each,
    maker: usual[index]!,
    base: readVersion[usual[index]!]!,
    made: writeVersion[each]!,
  }));
  for (const [each, made] of applied)
    all.push({ row: each, maker: each, base: baseOf(readVersion[each]!, made), made });
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

/** What an applied attempt was based on; a success that read what it made, or later, may have read it after its write. */
function baseOf(read: number, made: number): number {
  return read >= made ? NONE : read;
}

/** Version → the value written with it, or the manifest's; versions that two writes made have none. */
function valuesOf(
  { history, units, requests }: Shared,
  task: KeyTask,
  walk: Walk,
): ReadonlyMap<number, number> {
  const { columns, readValue } = history;
  const values = new Map<number, number>();
  if (!columns.has('read_value') && !columns.has('write_value')) return values;
  if (task.isInitialStated && task.books.initial !== undefined)
    values.set(walk.initialVersion, task.books.initial);
  for (let step = 0; step < walk.kind.length; step++) {
    if (walk.kind[step] === STEP.untraced) continue;
    const [row, maker] = [walk.row[step]!, walk.maker[step]!];
    const own = units.written(row, maker);
    const isTold = requests.teller[row] !== NONE;
    const written = Number.isNaN(own) && isTold ? readValue[maker]! - units.of(maker) : own;
    const made = walk.made[step]!;
    // What a write left that made a version below its base belongs to the epoch that it begins.
    if (values.has(made) || walk.kind[step] === STEP.misnumbered) values.set(made, NaN);
    else if (!Number.isNaN(written)) values.set(made, written);
  }
  return values;
}
