import { NONE, RESULT } from '../words/codes.ts';
import type { History } from '../history/history.ts';
import { isCounted, type RunFacts } from '../history/run-facts.ts';
import type { VersionScheme } from '../words/terms.ts';
import { compareBy, sortRows } from '../history/group.ts';
import { birthsOf, splitByEpoch } from './epochs.ts';
import { cellOf } from './key-books.ts';
import type { Books } from './key-in-world.ts';
import { ROLE } from '../worlds/requests.ts';
import type { RequestCase, Requests } from '../worlds/requests.ts';
import { inferScheme } from './scheme.ts';
import type { Units } from '../worlds/units.ts';

/** What the checks of all keys share. */
export interface Shared {
  readonly history: History;
  readonly facts: RunFacts | undefined;
  readonly requests: Requests;
  readonly units: Units;
  /** Why rows are known to be missing; '' where they are not. */
  readonly missing: string;
  /** Whether rows say what clients were told; those of a store's log do not. */
  readonly knowsAnswers: boolean;
  /** How many worlds of a key are looked at one by one; by the number of its rows where this does not say. */
  readonly maxWorlds?: number;
  /** As few of the rows as still have no lawful world; absent where that is what is being found out. */
  readonly fewest?: (task: KeyTask, rows: readonly number[]) => readonly number[] | undefined;
}

/** One key, or one epoch of a key that began anew, before its worlds are settled. */
export interface KeyTask {
  readonly key: number;
  readonly rows: Uint32Array;
  /** Rows that stand for its transitions, in the order of (write_version, write_us, what they say). */
  readonly writes: Uint32Array;
  readonly cases: readonly RequestCase[];
  readonly books: Books;
  readonly initialVersion: number;
  readonly finalVersion: number;
  readonly hasStatedEnds: boolean;
  readonly isInitialStated: boolean;
  readonly scheme: VersionScheme;
  readonly hasVersions: boolean;
  readonly isClosed: boolean;
  /** Whether the store says another version than before, although no row can have written and none has a version. */
  readonly isWrittenOutside: boolean;
  /** Versions above the initial one that attempts read or were based on, or that the store ended at; ascending. */
  readonly seen: readonly number[];
  /** Whether a writer outside the trace may hide behind an empty read_version. */
  readonly admitsHidden: boolean;
}

/** The tasks of a key: one, or one for each of its epochs. */
export function keyTasks(shared: Shared, key: number, rows: Uint32Array): KeyTask[] {
  const { history, facts, requests } = shared;
  const writes = orderedWrites(history, requests, rows);
  const births = history.columns.has('end_us') ? birthsOf(history, requests, writes, rows) : [];
  // Versions without an order can neither link down nor begin low.
  const isOne = births.length === 0 || schemeOf(history, facts, requests, writes, rows) === 'opaque';
  if (isOne) return [taskOf(shared, key, rows, writes, { isFirst: true, isLast: true })];
  const epochs = splitByEpoch(history, rows, births);
  return epochs.map((ofEpoch, index) =>
    taskOf(shared, key, ofEpoch, orderedWrites(history, requests, ofEpoch), {
      isFirst: index === 0,
      isLast: index === epochs.length - 1,
    }),
  );
}

/** The transitions of some rows in the order of (write_version, write_us, what the rows say). */
function orderedWrites(history: History, requests: Requests, rows: Uint32Array): Uint32Array {
  const { writeVersion, writeUs, strings, requestId, line } = history;
  const { maker } = requests;
  // Of the writes of one version that comes first which was based on the newest; one that does not say its base is last.
  const baseOf = (row: number): number => history.readVersion[maker[row]!]!;
  // A write that made a version below its base came after the one that had made it in its turn.
  const linksDown = (row: number): boolean => baseOf(row) >= writeVersion[row]!;
  const name = (row: number): string => strings.at(requestId[row]!) ?? '';
  const writes = transitionsIn(requests, rows);
  if (isAscending(writes, writeVersion)) return writes;
  sortRows(
    writes,
    (a, b) =>
      writeVersion[a]! - writeVersion[b]! ||
      Number(linksDown(a)) - Number(linksDown(b)) ||
      compareBy(writeUs, maker[a]!, maker[b]!) ||
      baseOf(b) - baseOf(a) ||
      (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0) ||
      line[a]! - line[b]!,
  );
  return writes;
}

/** The rows that stand for transitions, in the order of the file. */
function transitionsIn({ role }: Requests, rows: Uint32Array): Uint32Array {
  const writes = new Uint32Array(rows.length);
  let count = 0;
  for (const row of rows) if (role[row] === ROLE.transition) writes[count++] = row;
  return count === rows.length ? writes : writes.slice(0, count);
}

/** Whether each write made a higher version than the one before: then nothing else decides their order. */
function isAscending(writes: Uint32Array, writeVersion: Float64Array): boolean {
  let last = -Infinity;
  for (const row of writes) {
    const made = writeVersion[row]!;
    if (!(made > last)) return false;
    last = made;
  }
  return true;
}

function taskOf(
  { history, facts, requests }: Shared,
  key: number,
  rows: Uint32Array,
  writes: Uint32Array,
  { isFirst, isLast }: { readonly isFirst: boolean; readonly isLast: boolean },
): KeyTask {
  const name = history.strings.at(key) ?? '';
  const [before, after] = [facts?.initial?.get(name), facts?.remaining?.get(name)];
  const isWhole = isFirst && isLast;
  const stated = isFirst ? cellOf(history, before) : NONE;
  const ended = isLast ? cellOf(history, after) : NONE;
  const isVersioned = (row: number): boolean =>
    history.readVersion[row] !== NONE || history.writeVersion[row] !== NONE;
  // A key without rows has what the store says of it.
  const hasVersions = rows.length === 0 ? stated !== NONE && ended !== NONE : rows.some(isVersioned);
  // Where no row says a version, none of them can be missing.
  const finalVersion = hasVersions ? ended : NONE;
  const mayWrite = (row: number): boolean =>
    history.result[row] === RESULT.success || history.result[row] === RESULT.timeout;
  const scheme = schemeOf(history, facts, requests, writes, rows);
  const initialVersion = stated === NONE && scheme !== 'opaque' ? leastRead(history, requests, rows) : stated;
  const hasStatedEnds = stated !== NONE && finalVersion !== NONE;
  const isClosed = facts?.closed === true;
  const isMoved = stated !== NONE && ended !== NONE && stated !== ended;
  return {
    key,
    rows,
    writes,
    cases: isWhole ? (requests.cases.get(key) ?? []) : casesIn(requests, key, rows),
    books: isWhole
      ? { initial: before?.value, remaining: after?.value }
      : { initial: undefined, remaining: undefined },
    initialVersion,
    finalVersion,
    hasStatedEnds,
    isInitialStated: stated !== NONE,
    scheme,
    hasVersions,
    isClosed,
    isWrittenOutside: !isClosed && !hasVersions && isMoved && !rows.some(mayWrite),
    seen: seenVersions(history, requests, rows, writes, { initialVersion, finalVersion, scheme }),
    admitsHidden: !isClosed && !(scheme === 'sequential' && hasStatedEnds),
  };
}

function casesIn(requests: Requests, key: number, rows: Uint32Array): readonly RequestCase[] {
  const inside = new Set(rows);
  const first = (each: RequestCase): number => [...each.transitions, ...each.bare, ...each.open][0]!;
  return (requests.cases.get(key) ?? []).filter((each) => inside.has(first(each)));
}

function schemeOf(
  history: History,
  facts: RunFacts | undefined,
  requests: Requests,
  writes: Uint32Array,
  rows: Uint32Array,
): VersionScheme {
  if (facts?.versionScheme === undefined) return inferScheme(history, requests, writes, rows);
  return facts.versionScheme;
}

/** The least version that an attempt read which may have been applied; NONE without any. */
function leastRead({ readVersion, result }: History, requests: Requests, rows: Uint32Array): number {
  let least = Infinity;
  for (const row of rows) {
    const isActing = result[row] === RESULT.success || result[row] === RESULT.timeout;
    if (!isActing || requests.role[row] === ROLE.replay) continue;
    const read = readVersion[requests.role[row] === ROLE.transition ? requests.maker[row]! : row]!;
    if (read !== NONE && read < least) least = read;
  }
  return least === Infinity ? NONE : least;
}

/**
 * Versions that were seen: of a key whose versions are counted the greatest is enough, since those below it are the gaps.
 * What a repeated answer says it read proves nothing.
 */
function seenVersions(
  { readVersion, writeVersion, result }: History,
  requests: Requests,
  rows: Uint32Array,
  writes: Uint32Array,
  of: { readonly initialVersion: number; readonly finalVersion: number; readonly scheme: VersionScheme },
): readonly number[] {
  const [hasCountedVersions, isOpaque] = [isCounted(of.scheme), of.scheme === 'opaque'];
  const made = new Set<number>();
  if (!hasCountedVersions) for (const row of writes) made.add(writeVersion[row]!);
  const seen = new Set<number>();
  let greatest = of.finalVersion;
  for (const row of rows) {
    const role = requests.role[row]!;
    if (role === ROLE.replay || role === ROLE.repeated || role === ROLE.misnumbered) continue;
    const maker = role === ROLE.transition ? requests.maker[row]! : row;
    // A success that another attempt's write was told with may have read at any time.
    const read = readVersion[maker]!;
    if (result[row] === RESULT.success && role === ROLE.open) continue;
    if (isOpaque ? read === NONE || read === of.initialVersion : read <= of.initialVersion) continue;
    if (hasCountedVersions) greatest = Math.max(greatest, read);
    else if (!made.has(read)) seen.add(read);
  }
  if (hasCountedVersions) return greatest > of.initialVersion ? [greatest] : [];
  const hasMoved = isOpaque
    ? of.finalVersion !== NONE && of.finalVersion !== of.initialVersion
    : of.finalVersion > of.initialVersion;
  if (hasMoved && !made.has(of.finalVersion)) seen.add(of.finalVersion);
  return [...seen].sort((a, b) => a - b);
}
