import { countBelow } from '../history/count-up-to.ts';
import type { Steps } from './steps.ts';

/** Kinds of step in the order in which they are told apart where they carry the same time. */
const KIND = { endOfEarlier: 0, start: 1, service: 2, read: 3, write: 4, end: 5 } as const;
const KINDS = 8;

/** The distinct moments of an order axis, ascending; a position is an index into it. */
export type Moments = Float64Array;

/**
 * Replaces times by their ranks, so that steps nanoseconds apart are as far from each other as steps hours apart. What
 * carries the same time is ranked start, read, write, end, after the ends of what went before: a coarse clock does not fold
 * an attempt into a point. Times are rounded to whole microseconds for that.
 */
export function rankSteps(steps: Steps): Moments {
  const size = steps.start.length;
  const columns = [steps.start, steps.service, steps.read, steps.write, steps.end];
  for (let i = 0; i < size; i++) {
    const [start, service, end] = [steps.start[i]!, steps.service[i]!, steps.end[i]!];
    const [read, write] = [steps.read[i]!, steps.write[i]!];
    const last = end > start && !(service >= end) && !(read >= end) && !(write >= end);
    steps.start[i] = momentOf(start, KIND.start);
    steps.service[i] = momentOf(service, service === start ? KIND.start : KIND.service);
    steps.read[i] = momentOf(read, KIND.read);
    steps.write[i] = momentOf(write, KIND.write);
    steps.end[i] = momentOf(end, last ? KIND.endOfEarlier : KIND.end);
  }
  const moments = distinct(columns);
  for (const column of columns) toRanks(column, moments);
  return moments;
}

/** Where a time that is no step of its own stands: just before the first moment that is not earlier. */
export function rankOfTime(moments: Moments, time: number): number {
  return indexFrom(moments, momentOf(time, 0), 0) - 0.5;
}

function momentOf(time: number, kind: number): number {
  return Math.round(time) * KINDS + kind;
}

function distinct(columns: readonly Float64Array[]): Moments {
  const all = new Float64Array(columns.reduce((sum, column) => sum + column.length, 0));
  let size = 0;
  for (const column of columns) for (const value of column) if (!Number.isNaN(value)) all[size++] = value;
  const sorted = all.subarray(0, size).sort();
  let kept = 0;
  for (const value of sorted) if (kept === 0 || sorted[kept - 1] !== value) sorted[kept++] = value;
  return sorted.slice(0, kept);
}

/** Attempts stand almost in the order of time, so each rank is searched for from the one before. */
function toRanks(column: Float64Array, moments: Moments): void {
  let hint = 0;
  for (let i = 0; i < column.length; i++) {
    const value = column[i]!;
    if (!Number.isNaN(value)) column[i] = hint = indexFrom(moments, value, hint);
  }
}

/** Index of the first moment that is not below `value`, by doubling steps from `hint` and then halving. */
function indexFrom(moments: Moments, value: number, hint: number): number {
  let [low, high, step] = [hint, hint, 1];
  while (low > 0 && moments[low - 1]! >= value) [low, step] = [Math.max(0, low - step), step * 2];
  step = 1;
  while (high < moments.length && moments[high]! < value) {
    low = high + 1;
    high = Math.min(moments.length, high + step);
    step *= 2;
  }
  return countBelow(moments, value, low, high);
}
