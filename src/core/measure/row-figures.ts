import { endOf, startOf } from '../history/attempt-times.ts';
import type { History } from '../history/history.ts';
import { turnedAwayIn } from '../history/turned-away.ts';
import { requestsOf } from './compare-slices.ts';
import { sortedNumbers } from './quantile.ts';
import { countResults } from './result-counts.ts';
import { groupRows } from '../history/group.ts';
import { NONE, RESULT, type Result } from '../words/codes.ts';

/** What the rows of a run say of its requests, whatever else was measured beside them. */
export interface RowFigures {
  /** Different requests. */
  readonly requests: number;
  /** Requests of which some attempt has a known outcome that is not `retry`. */
  readonly answered: number;
  /** Times that a request was delivered: each ends in one attempt that the service did not follow by another. */
  readonly deliveries: number;
  readonly results: Readonly<Record<Result, number>>;
  /** Attempts that were rejected before a worker had them; NaN where the trace has no column of workers. */
  readonly notAdmitted: number;
  /** Confirmations of a request by different writes; a repeated confirmation counts once. */
  readonly confirmed: number;
  /**
   * Requests whose first attempt wrote, and those of them whose write was refused, each once however often it was
   * delivered; 0 where no row counts its retries.
   */
  readonly firstWrites: number;
  readonly firstRefused: number;
  /** Of each request that has times, from when it was due until its last answer: milliseconds, ascending. */
  readonly latencyMs: Float64Array;
  /** Of each attempt that has one, the wait before its service: milliseconds, ascending. */
  readonly queueDelayMs: Float64Array;
  /** From when the first request was due until the last answer, in seconds; NaN where the trace has no times. */
  readonly seconds: number;
  /** What a client cannot have seen as the rows have it, since it did not hear of an attempt's end. */
  readonly unanswered: Unanswered;
  /** By the fault that rows name: the attempts, and those of them of unknown outcome. */
  readonly byFault: ReadonlyMap<string, { readonly attempts: number; readonly timeouts: number }>;
  /** Rows whose latency is not their end less their start, and the line of the first; 0 if there is none. */
  readonly crooked: { readonly rows: number; readonly line: number };
}

/** Parts of the figures that belong to requests with an attempt of unknown outcome. */
interface Unanswered {
  readonly requests: number;
  /** Attempts with a queue delay. */
  readonly waits: number;
  /** Requests whose first attempt wrote, and those of them whose write was refused. */
  readonly firstWrites: number;
  readonly firstRefused: number;
}

/** A trace may round its latencies to whole milliseconds. */
const ROUNDING_MS = 1;

const known = new WeakMap<History, RowFigures>();

/** Counts and sorts what the rows of a run say, once per history; no object per attempt. */
export function rowFigures(history: History): RowFigures {
  let figures = known.get(history);
  if (figures === undefined) {
    figures = count(history);
    known.set(history, figures);
  }
  return figures;
}

function count(history: History): RowFigures {
  const { size, strings, requestId, queueDelayMs } = history;
  const results = countResults(history);
  const groups = groupRows(requestId, strings.length);
  let [requests, answered, confirmed, firstWrites, firstRefused] = [0, 0, 0, 0, 0];
  const unanswered = { requests: 0, waits: 0, firstWrites: 0, firstRefused: 0 };
  for (let request = 0; request < strings.length; request++) {
    const rows = groups.rows.subarray(groups.from[request], groups.from[request + 1]);
    if (rows.length === 0) continue;
    requests++;
    answered += Number(rows.some((row) => isAnswer(history, row)));
    confirmed += confirmationsIn(history, rows);
    const first = firstWriteIn(history, rows);
    const [wrote, refused] = [
      Number(first !== undefined),
      Number(first !== undefined && isRefused(history, first)),
    ];
    firstWrites += wrote;
    firstRefused += refused;
    if (rows.every((row) => history.result[row] !== RESULT.timeout)) continue;
    unanswered.requests++;
    unanswered.firstWrites += wrote;
    unanswered.firstRefused += refused;
    for (const row of rows) unanswered.waits += Number(!Number.isNaN(queueDelayMs[row]!));
  }
  return {
    ...{ requests, answered, confirmed, results, firstWrites, firstRefused, unanswered },
    deliveries: size - results.retry,
    notAdmitted: notAdmitted(history),
    latencyMs: sortedNumbers(requestsOf(history).latencyMs),
    queueDelayMs: sortedNumbers(queueDelayMs),
    seconds: secondsOf(history),
    byFault: byFault(history),
    crooked: crooked(history),
  };
}

function isAnswer({ result }: History, row: number): boolean {
  return result[row] !== RESULT.timeout && result[row] !== RESULT.retry;
}

/** The write of the first attempt of a request; of two deliveries at once, both are first, and the one that ended first counts. */
function firstWriteIn(history: History, rows: Uint32Array): number | undefined {
  const { retryCount, endUs } = history;
  let found: number | undefined;
  for (const row of rows) {
    if (retryCount[row] !== 0 || !(isRefused(history, row) || wrote(history, row))) continue;
    if (found === undefined || endUs[row]! < endUs[found]!) found = row;
  }
  return found;
}

function isRefused({ result }: History, row: number): boolean {
  return result[row] === RESULT.retry || result[row] === RESULT.conflict;
}

/** A confirmation that is only repeated has read no value. */
function wrote({ result, readValue, columns }: History, row: number): boolean {
  if (result[row] !== RESULT.success) return false;
  return !columns.has('read_value') || !Number.isNaN(readValue[row]!);
}

function confirmationsIn({ result, writeVersion }: History, rows: Uint32Array): number {
  const successes = rows.filter((row) => result[row] === RESULT.success);
  if (successes.length < 2) return successes.length;
  return new Set(Array.from(successes, (row) => writeVersion[row]!)).size;
}

function notAdmitted(history: History): number {
  if (!history.columns.has('worker_id')) return NaN;
  const turnedAway = turnedAwayIn(history);
  let rows = 0;
  for (let row = 0; row < history.size; row++) rows += Number(turnedAway(row));
  return rows;
}

function secondsOf(history: History): number {
  let [fromUs, toUs] = [Infinity, -Infinity];
  for (let row = 0; row < history.size; row++) {
    const [start, end] = [startOf(history, row), endOf(history, row)];
    if (start < fromUs) fromUs = start;
    if (end > toUs) toUs = end;
  }
  return fromUs <= toUs ? (toUs - fromUs) / 1e6 : NaN;
}

function byFault({ fault, result, strings }: History): RowFigures['byFault'] {
  const counts = new Map<string, { attempts: number; timeouts: number }>();
  for (let row = 0; row < fault.length; row++) {
    if (fault[row] === NONE) continue;
    const name = strings.at(fault[row]!) ?? '';
    const of = counts.get(name) ?? { attempts: 0, timeouts: 0 };
    counts.set(name, of);
    of.attempts++;
    of.timeouts += Number(result[row] === RESULT.timeout);
  }
  return counts;
}

function crooked({ size, startUs, endUs, latencyMs, line }: History): RowFigures['crooked'] {
  let [rows, first] = [0, 0];
  for (let row = 0; row < size; row++) {
    const off = Math.abs((endUs[row]! - startUs[row]!) / 1000 - latencyMs[row]!);
    // NaN where the row does not have all three.
    if (!(off > ROUNDING_MS)) continue;
    rows++;
    first ||= line[row]!;
  }
  return { rows, line: first };
}
