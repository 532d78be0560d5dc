import type { History } from './history.ts';
import { RESULTS } from '../words/codes.ts';
import { compareBy, inOrder } from './group.ts';

/** When things happened, in microseconds on the history's clock: as the trace says, or as follows from what it says. */

/** When the attempt was due: its start, or its end less its latency; NaN if neither is known. */
export function startOf(history: History, row: number): number {
  const start = history.startUs[row]!;
  return Number.isNaN(start) ? finite(history.endUs[row]! - history.latencyMs[row]! * 1000) : start;
}

/** When the attempt was answered: its end, or its start plus its latency; NaN if neither is known. */
export function endOf(history: History, row: number): number {
  const end = history.endUs[row]!;
  return Number.isNaN(end) ? finite(history.startUs[row]! + history.latencyMs[row]! * 1000) : end;
}

/** When service began: the start plus the queue delay; NaN if either is unknown. */
export function serviceOf(history: History, row: number): number {
  return finite(startOf(history, row) + history.queueDelayMs[row]! * 1000);
}

/** The earliest that is known of the attempt; NaN if it has no time at all. */
export function firstOf(history: History, row: number): number {
  const start = startOf(history, row);
  if (!Number.isNaN(start)) return start;
  return least(history.readUs[row]!, least(history.writeUs[row]!, history.endUs[row]!));
}

/** When the attempt began, or at least had not read yet: its start, or its read; NaN if neither is known. An end alone says nothing of it. */
export function begunOf(history: History, row: number): number {
  const start = startOf(history, row);
  return Number.isNaN(start) ? history.readUs[row]! : start;
}

/** Orders two rows by the earliest and then by the last that is known of each; rows without times are in file order. */
export function inTime(history: History, a: number, b: number): number {
  return inOrder(firstOf(history, a), firstOf(history, b)) || compareBy(history.endUs, a, b) || a - b;
}

/** `success 4.1 ms` without the number where the latency is unknown. */
export function resultName(history: History, row: number): string {
  return RESULTS[history.result[row]!] ?? 'unknown result';
}

/** The stretch of time that a trace covers, in microseconds on the history's clock. */
export interface TraceTimes {
  /** False where no attempt has any time; then `fromUs` and `toUs` are 0. */
  readonly hasTimes: boolean;
  readonly fromUs: number;
  readonly toUs: number;
}

const known = new WeakMap<History, TraceTimes>();

/** The stretch that the trace covers; counted once per history. */
export function traceTimes(history: History): TraceTimes {
  let times = known.get(history);
  if (times === undefined) {
    times = measure(history);
    known.set(history, times);
  }
  return times;
}

function measure(history: History): TraceTimes {
  let [fromUs, toUs] = [Infinity, -Infinity];
  const { readUs, writeUs } = history;
  for (let row = 0; row < history.size; row++)
    for (const time of [startOf(history, row), readUs[row]!, writeUs[row]!, endOf(history, row)]) {
      if (time < fromUs) fromUs = time;
      if (time > toUs) toUs = time;
    }
  return fromUs <= toUs ? { hasTimes: true, fromUs, toUs } : { hasTimes: false, fromUs: 0, toUs: 0 };
}

/** The smaller of two, where NaN is "unknown". */
export function least(a: number, b: number): number {
  return b < a || Number.isNaN(a) ? b : a;
}

/** The larger of two, where NaN is "unknown". */
export function greatest(a: number, b: number): number {
  return b > a || Number.isNaN(a) ? b : a;
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}
