/**
 * Which successes of a trace are transitions and which only repeat one: a second reading of docs/findings.md, written
 * apart from the checker so that the two cannot be wrong together.
 */
import { NONE, RESULT } from '../core/history/history.ts';
import type { History } from '../core/history/history.ts';

/** What the walks of the keys need to know of the requests. Rows are indexes. */
export interface Successes {
  /** Whether the trace says what was written. */
  readonly recordsWrites: boolean;
  /** Successes that are a state transition of their own. */
  readonly transitions: ReadonlySet<number>;
  /** Transitions of a request that has an earlier one. */
  readonly duplicates: ReadonlySet<number>;
  /** Successes that repeat an answer; they are not counted as confirmed. */
  readonly replays: ReadonlySet<number>;
  /** Successes of requests that have no transition. */
  readonly bare: ReadonlySet<number>;
  /** A transition's row → the timed-out attempt whose write it reports. */
  readonly writtenBy: ReadonlyMap<number, number>;
  /** Those timed-out attempts. */
  readonly writers: ReadonlySet<number>;
}

/** The checker looks at no more timed-out attempts of one request than this. */
const MOST_TIMEOUTS = 256;

/** Sorts the successes; `whole` says that no row is missing. */
export function sortSuccesses(history: History, whole: boolean): Successes {
  const { result, requestId, inventoryKey, readVersion, writeVersion, writeUs, endUs } = history;
  const recordsWrites = history.columns.has('write_version') || !result.includes(RESULT.success);
  const sets = {
    transitions: new Set<number>(),
    duplicates: new Set<number>(),
    replays: new Set<number>(),
    bare: new Set<number>(),
    writtenBy: new Map<number, number>(),
    writers: new Set<number>(),
  };
  if (!recordsWrites) return { recordsWrites, ...sets };
  const based = (row: number) => (readVersion[row]! < writeVersion[row]! ? readVersion[row]! : -Infinity);
  const ofRequest = Map.groupBy(result.keys(), (row) => requestId[row]!);
  for (const rows of ofRequest.values()) {
    const successes = rows.filter((row) => result[row] === RESULT.success);
    const writes = successes
      .filter((row) => writeVersion[row] !== NONE)
      .sort(
        (a, b) =>
          inventoryKey[a]! - inventoryKey[b]! ||
          writeVersion[a]! - writeVersion[b]! ||
          by(based(b), based(a)) ||
          by(writeUs[a]!, writeUs[b]!) ||
          by(endUs[a]!, endUs[b]!) ||
          a - b,
      );
    const firsts = new Set<string>();
    const timeouts = rows.filter((row) => result[row] === RESULT.timeout).slice(0, MOST_TIMEOUTS);
    for (const row of writes) {
      const transition = `${inventoryKey[row]} ${writeVersion[row]}`;
      if (firsts.has(transition)) sets.replays.add(row);
      else {
        if (firsts.size > 0) sets.duplicates.add(row);
        firsts.add(transition);
        sets.transitions.add(row);
        const writer = whole && based(row) < 0 ? writerOf(history, row, timeouts, sets.writers) : undefined;
        if (writer === undefined) continue;
        sets.writtenBy.set(row, writer);
        sets.writers.add(writer);
      }
    }
    for (const row of successes)
      if (writeVersion[row] === NONE) (writes.length > 0 ? sets.replays : sets.bare).add(row);
  }
  return { recordsWrites, ...sets };
}

/** The timed-out attempt of the same request and key that read the nearest version below the one that the row reports. */
function writerOf(
  { inventoryKey, readVersion, writeVersion }: History,
  row: number,
  timeouts: readonly number[],
  taken: ReadonlySet<number>,
): number | undefined {
  const made = writeVersion[row]!;
  const fitting = timeouts.filter(
    (timeout) =>
      inventoryKey[timeout] === inventoryKey[row] &&
      readVersion[timeout] !== NONE &&
      readVersion[timeout]! < made &&
      (writeVersion[timeout] === NONE || writeVersion[timeout] === made) &&
      !taken.has(timeout),
  );
  return fitting.reduce<number | undefined>(
    (best, timeout) => (best === undefined || readVersion[timeout]! > readVersion[best]! ? timeout : best),
    undefined,
  );
}

/** Ascending, what is unknown (NaN) last. */
export function by(a: number, b: number): number {
  return a === b
    ? 0
    : Number.isNaN(a) || Number.isNaN(b)
      ? Number(Number.isNaN(a)) - Number(Number.isNaN(b))
      : a - b;
}
