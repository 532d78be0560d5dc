import { isCounted } from '../history/run-facts.ts';
import { NONE, RESULT } from '../words/codes.ts';
import type { KeyTask, Shared } from './key-task.ts';
import { ROLE } from '../worlds/requests.ts';

/** What one attempt of unknown outcome may have come to. */
export interface OpenAttempt {
  readonly row: number;
  readonly request: number;
  /** Whether it is a success: it repeats what another attempt of its request wrote, if one did. */
  readonly isBare: boolean;
  /** Versions that it may have made; NONE: it was not applied. Those that a lawful world has come first. */
  readonly options: readonly number[];
}

/** Everything that is open on a key. */
export interface OpenKey {
  readonly attempts: readonly OpenAttempt[];
  /** Rows that stand for a transition, and the attempts that may have made it. */
  readonly makers: readonly (readonly [row: number, makers: readonly number[]])[];
  /** Versions of a key whose store counts that were there, and that no row names. */
  readonly gaps: readonly number[];
}

/** More versions of a gap than this are not told apart. */
const MOST_SLOTS = 64;

/** What is open on a key: attempts that can have made some version, and transitions that several attempts can have made. */
export function openOn(shared: Shared, task: KeyTask): OpenKey {
  const { requests } = shared;
  const makers = requests.makers.get(task.key) ?? [];
  const inside = makers.length === 0 ? undefined : new Set(task.rows);
  const open = task.cases.flatMap((of) => of.open.map((row) => ({ row, request: of.request })));
  const gaps = open.length > 0 && isCounted(task.scheme) ? gapsOf(task, shared.history) : [];
  const attempts = open.length === 0 ? [] : optionsOf(shared, task, open, gaps);
  return {
    gaps,
    attempts: attempts.filter(({ options }) => options.some((made) => made !== NONE)),
    makers: makers.filter(([row]) => inside?.has(row)),
  };
}

function optionsOf(
  shared: Shared,
  task: KeyTask,
  open: readonly { readonly row: number; readonly request: number }[],
  gaps: readonly number[],
): OpenAttempt[] {
  const { history } = shared;
  const { readVersion } = history;
  const { scheme } = task;
  const hasCountedVersions = isCounted(scheme);
  const free = hasCountedVersions
    ? aroundGaps(
        task,
        history,
        open.map(({ row }) => row),
        gaps,
      )
    : withReads(task, history, open);
  // What cannot have made any version was not applied.
  if (hasCountedVersions && scheme !== 'client' && free.length === 0) return [];
  const values = valuesRead(shared, task);
  return open.map(({ row, request }, index) => {
    const read = readVersion[row]!;
    const isLawful = (made: number): boolean => read === NONE || !hasCountedVersions || made === read + 1;
    if (!task.hasVersions) return { row, request, isBare: isBare(history, row), options: [NONE] };
    const next = scheme === 'client' && read !== NONE ? nextWithin(task, read) : undefined;
    const could = (next ?? free).filter((made) =>
      scheme === 'opaque' ? made !== read : read === NONE || made > read,
    );
    const value = wouldWrite(shared, row);
    const differs = (made: number): boolean => Math.abs((values.get(made) ?? NaN) - value) > 0;
    const fitting = could.filter((made) => !differs(made));
    const sorted = [...fitting.filter(isLawful), ...fitting.filter((made) => !isLawful(made))];
    return {
      row,
      request,
      isBare: isBare(history, row),
      options: [NONE, ...sorted, ...unseen(task, history, read, index)],
    };
  });
}

/** The version that a service makes from the one it read; none beyond that at which the store ended. */
function nextWithin({ finalVersion }: KeyTask, read: number): readonly number[] {
  return finalVersion !== NONE && read >= finalVersion ? [] : [read + 1];
}

/** A success without a version. */
function isBare({ result }: Shared['history'], row: number): boolean {
  return result[row] === RESULT.success;
}

/** Versions that were seen, and those that successes read which may have made some version themselves. */
function withReads(
  { seen, initialVersion, finalVersion, scheme, writes }: KeyTask,
  { readVersion, writeVersion }: Shared['history'],
  open: readonly { readonly row: number }[],
): readonly number[] {
  // Only equality counts: a version that is known may have come back.
  if (scheme === 'opaque') {
    const known = [initialVersion, finalVersion, ...seen, ...Array.from(writes, (row) => writeVersion[row]!)];
    const all = new Set([...known, ...open.map(({ row }) => readVersion[row]!)]);
    all.delete(NONE);
    return [...all].slice(0, MOST_SLOTS);
  }
  const reads = new Set(open.map(({ row }) => readVersion[row]!).filter((read) => read > initialVersion));
  const all = new Set([...seen, ...[...reads].slice(0, MOST_SLOTS)]);
  return [...all].sort((a, b) => a - b);
}

/** The values that were read at each version, but for answers that may be repeats; NaN where two rows read different ones. */
function valuesRead({ history, requests }: Shared, task: KeyTask): ReadonlyMap<number, number> {
  const { readVersion, readValue } = history;
  const values = new Map<number, number>();
  const mayRepeat = (row: number): boolean =>
    requests.role[row] === ROLE.replay ||
    requests.role[row] === ROLE.repeated ||
    (requests.role[row] === ROLE.open && isBare(history, row));
  if (task.finalVersion !== NONE && task.books.remaining !== undefined)
    values.set(task.finalVersion, task.books.remaining);
  for (const row of task.rows) {
    const [version, value] = [readVersion[row]!, readValue[row]!];
    if (version === NONE || Number.isNaN(value) || mayRepeat(row)) continue;
    const known = values.get(version);
    values.set(version, known === undefined || known === value ? value : NaN);
  }
  return values;
}

/** What an attempt would have written, if it was applied; NaN where its row does not say. */
function wouldWrite({ history, units }: Shared, row: number): number {
  const written = history.writeValue[row]!;
  return Number.isNaN(written) ? history.readValue[row]! - units.of(row) : written;
}

/**
 * A version that no row names, next to the base: half a step above it, or a place of the attempt's own where its row does not
 * say what it read. None where no number is left between.
 */
function unseen(task: KeyTask, history: Shared['history'], read: number, index: number): readonly number[] {
  const { scheme, finalVersion } = task;
  // No number between two others is a version of a text: it stands for one that no row has.
  if (scheme === 'opaque') return [index + 1 / 2];
  if (scheme !== 'monotonic') return [];
  const base = read === NONE ? lowestKnown(task, history) : read;
  if (base === NONE || (finalVersion !== NONE && base >= finalVersion)) return [];
  return [base + (read === NONE ? 1 / (index + 3) : 1 / 2)];
}

/** What the key began with; where nothing says that, below everything that was made or seen. */
function lowestKnown(task: KeyTask, history: Shared['history']): number {
  const { initialVersion, isInitialStated, finalVersion, writes, seen } = task;
  if (initialVersion !== NONE) return isInitialStated ? initialVersion : initialVersion - 1;
  const made = writes[0] === undefined ? NONE : history.writeVersion[writes[0]]!;
  const known = [made, seen[0] ?? NONE, finalVersion].filter((version) => version !== NONE);
  return known.length === 0 ? NONE : Math.min(...known) - 1;
}

/** The highest version that is known of a counted key. */
function lastKnown(
  { initialVersion, finalVersion, writes, seen }: KeyTask,
  history: Shared['history'],
): number {
  // Writes are in the order of their versions.
  const highest = writes.at(-1);
  const made = highest === undefined ? NONE : history.writeVersion[highest]!;
  return Math.max(initialVersion, finalVersion, seen.at(-1) ?? NONE, made);
}

/** The versions of a counted key that no row names and that lie below one that is known, as far as they are told apart. */
function gapsOf(task: KeyTask, history: Shared['history']): readonly number[] {
  const { initialVersion, writes } = task;
  const last = lastKnown(task, history);
  const lowest = writes[0] === undefined ? NONE : history.writeVersion[writes[0]]!;
  const gaps: number[] = [];
  let version = initialVersion === NONE ? (lowest === NONE ? last : lowest) : initialVersion;
  const fillTo = (limit: number): void => {
    while (++version < limit && gaps.length < MOST_SLOTS) gaps.push(version);
    version = Math.max(version, limit);
  };
  for (const row of writes) if (history.writeVersion[row]! > version) fillTo(history.writeVersion[row]!);
  if (last > version) fillTo(last + 1);
  return gaps;
}

/** The gaps of a counted key, and the versions below and beyond all that are known which attempts may have made. */
function aroundGaps(
  task: KeyTask,
  history: Shared['history'],
  attempts: readonly number[],
  gaps: readonly number[],
): readonly number[] {
  const last = lastKnown(task, history);
  // A store that did not say where it ended may have gone on.
  const beyond = task.finalVersion === NONE && last !== NONE ? Math.min(attempts.length, MOST_SLOTS) : 0;
  const further = new Set(Array.from({ length: beyond }, (_, index) => last + index + 1));
  // What an attempt read may lie beyond all that others show.
  if (beyond > 0)
    for (const row of attempts)
      if (history.readVersion[row]! >= last && further.size < MOST_SLOTS)
        further.add(history.readVersion[row]! + 1);
  return [...belowInitial(task, history, attempts), ...gaps, ...further];
}

/** Versions that attempts may have made which do not say what they read, where nothing says what the key began with. */
function belowInitial(
  task: KeyTask,
  history: Shared['history'],
  attempts: readonly number[],
): readonly number[] {
  const { readVersion, writeVersion } = history;
  const highest = lowestKnown(task, history);
  if (task.isInitialStated || highest === NONE) return [];
  const most = Math.min(MOST_SLOTS, attempts.filter((row) => readVersion[row] === NONE).length);
  const made = new Set(Array.from(task.writes, (row) => writeVersion[row]!));
  const versions: number[] = [];
  for (let version = highest + 1; version > 0 && versions.length < most; version--)
    if (!made.has(version)) versions.push(version);
  return versions;
}
