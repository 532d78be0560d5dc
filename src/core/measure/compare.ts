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

export const COMPARED_METRICS = [
  'p50LatencyMs',
  'p99LatencyMs',
  'conflictRate',
  'http5xxRate',
  'attemptsPerRequest',
] as const;
export type ComparedMetric = (typeof COMPARED_METRICS)[number];

/** Two runs side by side. */
export interface Comparison {
  readonly differences: readonly Difference[];
  /** E.g. 0.95. */
  readonly confidence: number;
  readonly resamples: number;
  readonly seed: number;
  /** Length of a time slice and number of slices of the shorter run: what was resampled. */
  readonly sliceSeconds: number;
  readonly slices: number;
}
