import type { Analysis } from '../analysis.ts';
import { endOf, greatest, least, serviceOf, startOf, traceTimes } from '../history/attempt-times.ts';
import { logicalOrder } from './logical-order.ts';
import { rankSteps } from './rank.ts';
import type { Moments } from './rank.ts';
import { emptySteps } from './steps.ts';
import type { Steps } from './steps.ts';
import type { Axis } from '../words/terms.ts';
import { NONE } from '../words/codes.ts';

export interface Placement extends Steps {
  /** On the order axis of a trace with times, the moments that were ranked; else undefined. */
  readonly moments: Moments | undefined;
}

/**
 * Places these rows on the axis: microseconds since the first of the trace, or ranks. Start and end are always given; on
 * the order axis so are the read and write of an attempt that has the version. Without times both axes are the order.
 */
export function place(analysis: Analysis, rows: ArrayLike<number>, axis: Axis): Placement {
  if (!traceTimes(analysis.history).hasTimes) {
    const steps = logicalOrder(analysis, rows);
    rankSteps(steps);
    return { ...steps, moments: undefined };
  }
  const steps = timesOf(analysis, rows);
  if (axis === 'time') return { ...steps, moments: undefined };
  fillGaps(analysis, rows, steps);
  return { ...steps, moments: rankSteps(steps) };
}

/** What the trace says, with start and end closed from what is known; an attempt without any time joins the one before it. */
function timesOf({ history }: Analysis, rows: ArrayLike<number>): Steps {
  const steps = emptySteps(rows.length);
  const { fromUs } = traceTimes(history);
  let before = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const [start, end] = [startOf(history, row) - fromUs, endOf(history, row) - fromUs];
    const read = (steps.read[i] = history.readUs[row]! - fromUs);
    const write = (steps.write[i] = history.writeUs[row]! - fromUs);
    const first = Number.isNaN(start) ? least(least(read, write), end) : start;
    const begin = Number.isNaN(first) ? before : first;
    const last = Number.isNaN(end) ? greatest(greatest(read, write), begin) : end;
    steps.start[i] = begin;
    steps.end[i] = Math.max(begin, last);
    steps.service[i] = Math.min(serviceOf(history, row) - fromUs, steps.end[i]!);
    before = begin;
  }
  return steps;
}

/** Gives a version without a time a place inside its attempt: the read in its first third, the write in its last. */
function fillGaps({ history }: Analysis, rows: ArrayLike<number>, steps: Steps): void {
  const { start, service, read, write, end } = steps;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const from = Number.isNaN(service[i]!) ? start[i]! : service[i]!;
    if (Number.isNaN(read[i]!) && history.readVersion[row] !== NONE) {
      const to = Number.isNaN(write[i]!) ? end[i]! : write[i]!;
      read[i] = from + Math.max(0, to - from) / 3;
    }
    if (Number.isNaN(write[i]!) && history.writeVersion[row] !== NONE) {
      const after = Number.isNaN(read[i]!) ? from : read[i]!;
      write[i] = after + (Math.max(0, end[i]! - after) * 2) / 3;
    }
  }
}
