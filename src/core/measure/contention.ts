import { serviceOf, startOf } from '../history/attempt-times.ts';
import type { History } from '../history/history.ts';
import { OverlapCounter } from './contention-overlap.ts';
import type { Windows } from './contention-overlap.ts';
import { countResults } from './result-counts.ts';
import { share } from './share.ts';
import { groupRows } from '../history/group.ts';
import { NONE, RESULT } from '../words/codes.ts';

/** How much the attempts of a run got into each other's way: what a load must show before its silence means anything. */
export interface Contention {
  /** Attempts of the history. */
  readonly attempts: number;
  readonly keys: number;
  readonly workers: number;
  /** False where the trace lacks workers or times: the figures of overlap are then 0 and mean nothing. */
  readonly measurable: boolean;
  /** Attempts that could race: they wrote or wanted to. What found nothing left, or repeated an answer, could not. */
  readonly writers: number;
  /** Keys that two workers held at the same time. */
  readonly contendedKeys: number;
  /** Most writers on one key at the same time, each by another worker; 1 if none ever overlapped. */
  readonly maxOverlap: number;
  /** Most attempts in the service at the same time, on whatever key. */
  readonly maxInFlight: number;
  /** Writers that overlapped one of another worker on the same key, and their share of all writers. */
  readonly overlapped: number;
  readonly overlappedShare: number;
  /** Share of all attempts whose outcome is unknown. */
  readonly unknownShare: number;
  /** The keys with the most refused writes, worst first; ten at most. */
  readonly hottest: readonly KeyConflicts[];
  /** The highest share of refused writes on one key, of the keys with enough writers to have a share; 0 of none. */
  readonly maxKeyConflictRate: number;
}

/** The refused writes of one key. */
export interface KeyConflicts {
  /** As the trace has it; not made printable. */
  readonly key: string;
  readonly writers: number;
  /** Attempts that ended in `conflict` or `retry`. */
  readonly refused: number;
  /** refused / writers */
  readonly rate: number;
  /** Most writers at the same time, each by another worker. */
  readonly maxOverlap: number;
}

/** A share of fewer writers than this is noise, not a rate. */
const WRITERS_FOR_A_RATE = 50;
const HOTTEST = 10;

/**
 * Counts what overlapped in a run. Two attempts overlap if both were between their read and their write, which is where
 * a race can happen; where the trace does not time those steps, between the beginning of their service and their end.
 * An attempt whose end is not known (`timeout`) overlaps nothing. Sorts each key's attempts; no object per attempt.
 */
export function contention(history: History): Contention {
  const { size, strings, workerId, inventoryKey, result } = history;
  const windows = windowsOf(history);
  const groups = groupRows(inventoryKey, strings.length);
  const counter = new OverlapCounter(windows, strings.length);
  const keys: KeyConflicts[] = [];
  let [writers, overlapped] = [0, 0];
  for (let key = 0; key < strings.length; key++) {
    const rows = groups.rows.subarray(groups.from[key], groups.from[key + 1]);
    if (rows.length === 0) continue;
    const wanted = rows.filter((row) => wantedToWrite(history, row));
    const refused = wanted.reduce((sum, row) => sum + Number(result[row] !== RESULT.success), 0);
    const overlap = counter.count(wanted);
    writers += wanted.length;
    overlapped += overlap.overlapped;
    keys.push({
      key: strings.at(key)!,
      writers: wanted.length,
      refused,
      rate: share(refused, wanted.length),
      maxOverlap: overlap.most,
    });
  }
  const rated = keys.filter((each) => each.writers >= WRITERS_FOR_A_RATE);
  return {
    attempts: size,
    keys: keys.length,
    workers: new Set(workerId.filter((worker) => worker !== NONE)).size,
    measurable: history.columns.has('worker_id') && windows.from.some((time) => !Number.isNaN(time)),
    writers,
    contendedKeys: keys.filter((each) => each.maxOverlap > 1).length,
    maxOverlap: keys.reduce((most, each) => Math.max(most, each.maxOverlap), 0),
    maxInFlight: mostInFlight(history),
    overlapped,
    overlappedShare: share(overlapped, writers),
    unknownShare: share(countResults(history).timeout, size),
    hottest: keys
      .filter((each) => each.refused > 0)
      .sort((a, b) => b.refused - a.refused || (a.key < b.key ? -1 : 1))
      .slice(0, HOTTEST),
    maxKeyConflictRate: rated.reduce((most, each) => Math.max(most, each.rate), 0),
  };
}

/** Whether an attempt tried to write and knows what came of it; what only repeats an answer has read nothing. */
function wantedToWrite({ result, columns, readUs, writeVersion }: History, row: number): boolean {
  if (columns.has('read_us') && Number.isNaN(readUs[row]!)) return false;
  if (result[row] === RESULT.success) return !columns.has('write_version') || writeVersion[row] !== NONE;
  return result[row] === RESULT.conflict || result[row] === RESULT.retry;
}

function windowsOf(history: History): Windows {
  const { size, readUs, writeUs, endUs, workerId } = history;
  const from = new Float64Array(size);
  const to = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    from[row] = firstKnown(readUs[row]!, serviceOf(history, row), startOf(history, row));
    to[row] = firstKnown(writeUs[row]!, endUs[row]!, NaN);
  }
  return { from, to, worker: workerId };
}

function mostInFlight(history: History): number {
  const { size, endUs } = history;
  const begun = new Float64Array(size);
  const ended = new Float64Array(size);
  let timed = 0;
  for (let row = 0; row < size; row++) {
    const from = firstKnown(serviceOf(history, row), startOf(history, row), NaN);
    if (!(from < endUs[row]!)) continue;
    begun[timed] = from;
    ended[timed++] = endUs[row]!;
  }
  const starts = begun.subarray(0, timed).sort();
  const ends = ended.subarray(0, timed).sort();
  let [most, over] = [0, 0];
  for (let started = 0; started < timed; started++) {
    while (ends[over]! <= starts[started]!) over++;
    most = Math.max(most, started + 1 - over);
  }
  return most;
}

function firstKnown(a: number, b: number, c: number): number {
  if (!Number.isNaN(a)) return a;
  return Number.isNaN(b) ? c : b;
}
