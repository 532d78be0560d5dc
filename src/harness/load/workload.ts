import { createHash } from 'node:crypto';
import { arrivalTimes, requestsUntil, type ArrivalOptions } from './arrivals.ts';
import { cumulativePopularity, drawKey, type PopularityOptions } from './popularity.ts';
import { randomFor } from '../random.ts';

/** All that a workload follows from. */
export interface WorkloadOptions extends ArrivalOptions, PopularityOptions {
  readonly seed: number;
}

/** The requests of a run, one per index, in the order in which they are due. */
export interface Workload {
  readonly options: WorkloadOptions;
  /** Whole microseconds from the start of the run, ascending. */
  readonly dueUs: Float64Array;
  /** Index into {@link keys}. */
  readonly key: Uint32Array;
  readonly keys: readonly string[];
}

/** All of a workload is drawn before the first request is sent; this many are about a GiB of memory. */
const MOST_REQUESTS = 10_000_000;

/**
 * Draws the workload; the same options always make the same one.
 * @throws Error if it would have more requests than can be held
 */
export function workload(options: WorkloadOptions): Workload {
  const expected = requestsUntil(options.durationS, options);
  if (!(expected <= MOST_REQUESTS))
    throw new Error(
      `this workload has ${Math.round(expected).toLocaleString('en-US')} requests, and a run offers at most ` +
        `${MOST_REQUESTS.toLocaleString('en-US')}: give it a lower rate or a shorter duration`,
    );
  const dueUs = arrivalTimes(options, randomFor(options.seed, 'arrivals'));
  const cumulative = cumulativePopularity(options);
  const random = randomFor(options.seed, 'keys');
  const key = Uint32Array.from(dueUs, () => drawKey(cumulative, random));
  const digits = String(options.keys).length;
  const keys = Array.from(
    { length: options.keys },
    (_, at) => `seat-${String(at + 1).padStart(digits, '0')}`,
  );
  return { options, dueUs, key, keys };
}

/** The id of the request at an index: its idempotency key. */
export function requestId(index: number): string {
  return `r-${String(index + 1).padStart(6, '0')}`;
}

/**
 * Units of each key before the run, one at least: as many as its popularity asks for, drawn between half of that and one
 * and a half times as much. So some keys are sold out while it lasts, hot ones as late as others. Their sum is about `units`.
 */
export function seededInventory({ keys, options }: Workload, units: number): ReadonlyMap<string, number> {
  const random = randomFor(options.seed, 'inventory');
  const cumulative = cumulativePopularity(options);
  const share = (at: number): number => cumulative[at]! - (cumulative[at - 1] ?? 0);
  return new Map(keys.map((key, at) => [key, Math.max(1, Math.round(units * share(at) * (0.5 + random())))]));
}

const LINES_AT_ONCE = 4096;

/**
 * SHA-256, in hex, of what is offered to the service: a line `DUE_US KEY REQUEST_ID` for every request. Two runs with the
 * same hash had the same workload, whatever became of it.
 */
export function offeredHash({ dueUs, key, keys }: Workload): string {
  const hash = createHash('sha256');
  let lines = '';
  for (let index = 0; index < dueUs.length; index++) {
    lines += `${dueUs[index]!} ${keys[key[index]!]!} ${requestId(index)}\n`;
    if (index % LINES_AT_ONCE === LINES_AT_ONCE - 1) {
      hash.update(lines);
      lines = '';
    }
  }
  return hash.update(lines).digest('hex');
}
