import type { History } from '../history/history.ts';
import { drawSlices, figuresOf } from './compare-bootstrap.ts';
import type { Figures } from './compare-bootstrap.ts';
import { drawsFrom } from './compare-random.ts';
import { requestsOf, sliced } from './compare-slices.ts';
import type { RequestColumns, Slices } from './compare-slices.ts';
import { mean, quantile } from './quantile.ts';

export const COMPARED_METRICS = [
  'p50LatencyMs',
  'p99LatencyMs',
  'conflictRate',
  'failureRate',
  'attemptsPerRequest',
] as const;
export type ComparedMetric = (typeof COMPARED_METRICS)[number];

/** A difference of two runs in one figure, `after − before`, with its uncertainty. */
export interface Difference {
  readonly metric: ComparedMetric;
  readonly unit: 'ms' | 'share' | 'attempts';
  readonly before: number;
  readonly after: number;
  readonly difference: number;
  /** Bounds of the confidence interval of the difference; NaN where a run is too short to have one. */
  readonly low: number;
  readonly high: number;
  /** `same` says only that there is no evidence of a difference: the interval contains 0. */
  readonly verdict: 'higher' | 'lower' | 'same' | 'unmeasured';
}

/** Two runs side by side, at their clients: latency is a request's, from when it was due until its last answer. */
export interface Comparison {
  readonly differences: readonly Difference[];
  /** E.g. 0.95. */
  readonly confidence: number;
  readonly resamples: number;
  readonly seed: number;
  /** Length of a time slice, and how many of them each run has: they are what was resampled. */
  readonly sliceSeconds: number;
  readonly slices: { readonly before: number; readonly after: number };
  /** Whether the same slices of both runs were drawn together, as two runs of one workload allow. */
  readonly paired: boolean;
}

export interface CompareOptions {
  /** What the resamples are drawn from: the same seed gives the same intervals. */
  readonly seed: number;
  /** 1000 unless told. */
  readonly resamples?: number;
  /** 0.95 unless told. */
  readonly confidence?: number;
}

const UNITS: Readonly<Record<ComparedMetric, Difference['unit']>> = {
  p50LatencyMs: 'ms',
  p99LatencyMs: 'ms',
  conflictRate: 'share',
  failureRate: 'share',
  attemptsPerRequest: 'attempts',
};

/** Slices are at least this long, */
const SHORTEST_SLICE_US = 1e6;
/** and this many times as long as the 99th percentile of the latency: who waits that long waits for what others wait for. */
const SLICE_BY_P99 = 5;
const MOST_SLICES = 60;
/** With fewer the interval of a resampling means nothing. */
const FEWEST_SLICES = 10;
/** The normal quantile of the usual confidence; what is widened by it depends on it too little to be computed. */
const Z_95 = 1.96;

/**
 * Compares two runs by a block bootstrap. Neighbouring requests wait for the same queue and the same pause, so their
 * latencies are not independent, and resampling them one by one would make every interval far too narrow. What is
 * resampled are slices of time, long against such a wait, each with all its requests. A run of fewer than ten of them, as
 * an overloaded one is, has no interval. Runs with the same number of slices
 * are resampled in pairs: bursts and popular keys came at the same time in both, and cancel out. Reads every row once.
 */
export function compareRuns(before: History, after: History, options: CompareOptions): Comparison {
  const { seed, resamples = 1000, confidence = 0.95 } = options;
  const requests = [requestsOf(before), requestsOf(after)] as const;
  const lengthsUs = requests.map(lengthUs);
  const [was, is] = requests.map(exactFigures) as [Figures, Figures];
  const sliceUs = Math.max(
    SHORTEST_SLICE_US,
    Math.max(...lengthsUs) / MOST_SLICES,
    SLICE_BY_P99 * 1000 * longestWaitMs(was, is),
  );
  const [first, second] = requests.map((each, run) =>
    sliced(each, sliceUs, Math.max(1, Math.round(lengthsUs[run]! / sliceUs))),
  ) as [Slices, Slices];
  const paired = first.count === second.count;
  const fewest = Math.min(first.count, second.count);
  const resampled = fewest >= FEWEST_SLICES ? resample(first, second, paired, resamples, seed) : [];
  return {
    differences: COMPARED_METRICS.map((metric) => {
      const differences = Float64Array.from(resampled, (each) => each[metric]);
      const reach = interval(differences, confidence, fewest);
      return difference(metric, was[metric], is[metric], {
        below: Math.max(reach.below, unseen(metric, was[metric], requests[0])),
        above: Math.max(reach.above, unseen(metric, is[metric], requests[1])),
      });
    }),
    confidence,
    resamples,
    seed,
    sliceSeconds: sliceUs / 1e6,
    slices: { before: first.count, after: second.count },
    paired,
  };
}

/** Of two runs; 0 where neither has a latency. */
function longestWaitMs(...runs: readonly Figures[]): number {
  return Math.max(0, ...runs.map(({ p99LatencyMs }) => p99LatencyMs).filter((each) => !Number.isNaN(each)));
}

function lengthUs({ dueUs }: RequestColumns): number {
  let [from, to] = [Infinity, -Infinity];
  for (const due of dueUs) {
    from = Math.min(from, due);
    to = Math.max(to, due);
  }
  return from <= to ? to - from : 0;
}

/** Differences of the figures, one per resample. */
function resample(
  first: Slices,
  second: Slices,
  paired: boolean,
  resamples: number,
  seed: number,
): Figures[] {
  const draw = drawsFrom(seed);
  return Array.from({ length: resamples }, () => {
    const times = drawSlices(first.count, draw);
    const was = figuresOf(first, times);
    const is = figuresOf(second, paired ? times : drawSlices(second.count, draw));
    return {
      p50LatencyMs: is.p50LatencyMs - was.p50LatencyMs,
      p99LatencyMs: is.p99LatencyMs - was.p99LatencyMs,
      conflictRate: is.conflictRate - was.conflictRate,
      failureRate: is.failureRate - was.failureRate,
      attemptsPerRequest: is.attemptsPerRequest - was.attemptsPerRequest,
    };
  });
}

function exactFigures({ latencyMs, conflict, failed, attempts }: RequestColumns): Figures {
  const latencies = latencyMs.filter((latency) => !Number.isNaN(latency)).sort();
  const perRequest = (column: Uint8Array | Uint32Array) => mean(Float64Array.from(column));
  return {
    p50LatencyMs: quantile(latencies, 0.5),
    p99LatencyMs: quantile(latencies, 0.99),
    conflictRate: perRequest(conflict),
    failureRate: perRequest(failed),
    attemptsPerRequest: perRequest(attempts),
  };
}

/** How far an interval reaches below and above a difference; NaN where there were no resamples. */
interface Interval {
  readonly below: number;
  readonly above: number;
}

/**
 * The quantiles of the resampled differences, relative to their median, and a little wider: a resampling of n slices has
 * (n − 1)/n of the variance that it stands for, and n slices know their own variance only as well as Student's t says.
 */
function interval(resampled: Float64Array, confidence: number, slices: number): Interval {
  const sorted = resampled.filter((each) => !Number.isNaN(each)).sort();
  const tail = (1 - confidence) / 2;
  const middle = quantile(sorted, 0.5);
  const studentByNormal = 1 + (1 + Z_95 ** 2) / (4 * (slices - 1));
  const wider = studentByNormal * Math.sqrt(slices / (slices - 1));
  return {
    below: wider * (middle - quantile(sorted, tail)),
    above: wider * (quantile(sorted, 1 - tail) - middle),
  };
}

/**
 * What never happened in n requests may still happen in up to 3 of n (the rule of three, for 95 %), which no resampling of
 * none can show.
 */
function unseen(metric: ComparedMetric, share: number, { dueUs }: RequestColumns): number {
  return UNITS[metric] === 'share' && share === 0 ? 3 / dueUs.length : 0;
}

function difference(metric: ComparedMetric, before: number, after: number, reach: Interval): Difference {
  // Resamples round latencies to bins; around the exact difference the rounding cancels out.
  const [low, high] = [after - before - reach.below, after - before + reach.above];
  return {
    metric,
    unit: UNITS[metric],
    before,
    after,
    difference: after - before,
    low,
    high,
    verdict: verdictOf(low, high),
  };
}

function verdictOf(low: number, high: number): Difference['verdict'] {
  if (Number.isNaN(low) || Number.isNaN(high)) return 'unmeasured';
  if (low > 0) return 'higher';
  return high < 0 ? 'lower' : 'same';
}
