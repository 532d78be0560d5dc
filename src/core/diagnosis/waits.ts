import { serviceOf, startOf } from '../history/attempt-times.ts';
import { type History } from '../history/history.ts';
import { turnedAwayIn } from '../history/turned-away.ts';
import { mean, quantile, sortedNumbers } from '../measure/quantile.ts';
import { NONE, RESULT } from '../words/codes.ts';

/** What the rows of a trace say of waiting. Milliseconds unless said otherwise; NaN is what they do not say. */
export interface Waits {
  /** The wait from which on one counts as long. */
  readonly limitMs: number;
  readonly attempts: number;
  /** Attempts whose wait is known, and those of them that waited as long as the limit or longer. */
  readonly known: number;
  readonly long: number;
  /** Share of the time in which half of the attempts waited as long or were turned away, from 0 to 1. */
  readonly longTimeShare: number;
  /** How many stretches of time those are, and how long the longest is, in seconds. */
  readonly stretches: number;
  readonly longestStretchS: number;
  /** Mean waits in the first and in the last quarter of the run. */
  readonly firstQuarterMs: number;
  readonly lastQuarterMs: number;
  /** Of twenty attempts nineteen waited longer. */
  readonly floorMs: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** While the longest wait lasted, the longest time in which its worker began with no attempt; 0 where no wait is known. */
  readonly stalledMs: number;
  /** How long a worker had an attempt, once the wait was over: the middle one, and what nineteen of twenty exceed. */
  readonly inHandMs: number;
  readonly inHandFloorMs: number;
  readonly inHandMeanMs: number;
  /** Attempts that were refused before a worker had them (HTTP 503). */
  readonly turnedAway: number;
}

/** Stretches of time are told apart by this much, or by as much as twenty attempts take. */
const SHORTEST_SLICE_US = 100_000;
const MOST_SLICES = 6000;
const ATTEMPTS_PER_SLICE = 20;

/** What nineteen of twenty exceed. */
const FLOOR = 0.05;

/**
 * Whether rows alone certainly show no delay, so that there is nothing to sort: no attempt waited as long as the limit, and
 * of those that a worker had, enough were shorter in its hands. False where it takes a closer look. Linear.
 */
export function clearlyWithoutDelay(
  { queueDelayMs, latencyMs, result, size }: History,
  limitMs: number,
): boolean {
  let [inHand, shorter] = [0, 0];
  for (let row = 0; row < size; row++) {
    if (queueDelayMs[row]! >= limitMs) return false;
    const inHandMs = latencyMs[row]! - queueDelayMs[row]!;
    if (Number.isNaN(inHandMs)) continue;
    inHand++;
    // A rejected one may have been turned away, which was in no hands; to count it as long errs on the safe side.
    if (inHandMs < limitMs && result[row] !== RESULT.timeout && result[row] !== RESULT.rejected) shorter++;
  }
  return inHand === 0 || shorter > FLOOR * inHand;
}

/** Reads the waits of a history. Linear, but for sorting. */
export function waitsOf(history: History, limitMs: number): Waits {
  const { queueDelayMs, latencyMs, size, result, readVersion } = history;
  const wasTurnedAway = turnedAwayIn(history);
  // Who read the record was served: "nothing left" is an answer of the service, not of an overload.
  const away = (row: number) => wasTurnedAway(row) && readVersion[row] === NONE;
  const waits = sortedNumbers(queueDelayMs);
  const inHand = sortedNumbers(
    latencyMs.map((ms, row) => (result[row] === RESULT.timeout || away(row) ? NaN : ms - queueDelayMs[row]!)),
  );
  let [turnedAway, long] = [0, 0];
  for (let row = 0; row < size; row++) {
    if (away(row)) turnedAway++;
    else if (queueDelayMs[row]! >= limitMs) long++;
  }
  const times = Float64Array.from({ length: size }, (_, row) => startOf(history, row));
  const [firstQuarterMs, lastQuarterMs] = outerQuarters(times, queueDelayMs);
  return {
    limitMs,
    attempts: size,
    known: waits.length,
    long,
    ...longStretches(times, (row) => away(row) || queueDelayMs[row]! >= limitMs),
    firstQuarterMs,
    lastQuarterMs,
    floorMs: quantile(waits, FLOOR),
    p99Ms: quantile(waits, 0.99),
    maxMs: waits.at(-1) ?? NaN,
    stalledMs: stalledMs(history),
    inHandMs: quantile(inHand, 0.5),
    inHandFloorMs: quantile(inHand, FLOOR),
    inHandMeanMs: mean(inHand),
    turnedAway,
  };
}

/** A pause leaves a hole in what the worker of the longest wait began; where it was only busy, it began one after another. */
function stalledMs(history: History): number {
  const { queueDelayMs, workerId, size } = history;
  let longest = NONE;
  for (let row = 0; row < size; row++)
    if (queueDelayMs[row]! > (longest === NONE ? 0 : queueDelayMs[longest]!)) longest = row;
  if (longest === NONE) return 0;
  const [from, to] = [startOf(history, longest), serviceOf(history, longest)];
  if (Number.isNaN(to)) return 0;
  const begun = Float64Array.from({ length: size }, (_, row) =>
    workerId[row] === workerId[longest] ? serviceOf(history, row) : NaN,
  ).filter((at) => at >= from && at <= to);
  let [last, gap] = [from, 0];
  for (const at of begun.sort()) {
    gap = Math.max(gap, at - last);
    last = at;
  }
  return gap / 1000;
}

/** Mean wait in the first and the last quarter of the run: by start times, else by position in the file. */
function outerQuarters(times: Float64Array, queueDelayMs: Float64Array): readonly [number, number] {
  const { fromUs, toUs } = reach(times);
  const timed = fromUs < toUs;
  const [from, end] = timed ? [fromUs, toUs] : [0, times.length];
  const quarter = (end - from) / 4;
  const place = (row: number): number => (timed ? times[row]! : row);
  const within = (holds: (place: number) => boolean): number =>
    mean(queueDelayMs.filter((delay, row) => !Number.isNaN(delay) && holds(place(row))));
  return [within((at) => at < from + quarter), within((at) => at >= end - quarter)];
}

function reach(times: Float64Array): { readonly fromUs: number; readonly toUs: number } {
  let [fromUs, toUs] = [Infinity, -Infinity];
  for (const time of times) {
    if (time < fromUs) fromUs = time;
    if (time > toUs) toUs = time;
  }
  return { fromUs, toUs };
}

/** The stretches of time in which at least half of the attempts that were due waited too long. */
function longStretches(
  times: Float64Array,
  isLong: (row: number) => boolean,
): Pick<Waits, 'longTimeShare' | 'stretches' | 'longestStretchS'> {
  const { fromUs, toUs } = reach(times);
  if (!(fromUs < toUs)) return { longTimeShare: NaN, stretches: 0, longestStretchS: NaN };
  const lengthUs = toUs - fromUs;
  const sliceUs = Math.max(
    SHORTEST_SLICE_US,
    lengthUs / MOST_SLICES,
    (ATTEMPTS_PER_SLICE * lengthUs) / times.length,
  );
  const count = Math.max(1, Math.ceil(lengthUs / sliceUs));
  const [due, long] = [new Uint32Array(count), new Uint32Array(count)];
  for (let row = 0; row < times.length; row++) {
    if (Number.isNaN(times[row])) continue;
    const slice = Math.min(count - 1, Math.floor((times[row]! - fromUs) / sliceUs));
    due[slice]!++;
    if (isLong(row)) long[slice]!++;
  }
  let [slices, stretches, longest, length] = [0, 0, 0, 0];
  for (let slice = 0; slice < count; slice++) {
    length = long[slice]! > 0 && 2 * long[slice]! >= due[slice]! ? length + 1 : 0;
    if (length === 0) continue;
    slices++;
    if (length === 1) stretches++;
    longest = Math.max(longest, length);
  }
  return { longTimeShare: slices / count, stretches, longestStretchS: (longest * sliceUs) / 1e6 };
}
