/** One line of the table that holds the service before the mitigation against the one after it. */
export interface BeforeAfterRow {
  readonly metric: BeforeAfterMetric;
  readonly unit: 'units' | 'ms' | 'share' | 'attempts';
  /** Undefined where it was not measured. */
  readonly before: number | undefined;
  readonly after: number | undefined;
  /** The limit that `after` is held against; undefined for a row that is only reported. */
  readonly limit: number | undefined;
  readonly bound: 'below' | 'at most' | 'equal';
  readonly status: 'pass' | 'fail' | 'missing' | 'reported';
}

export const BEFORE_AFTER_METRICS = [
  'confirmed',
  'expected',
  'invariant mismatch',
  'invariant error rate',
  'p99 latency',
  'HTTP 5xx rate',
  'conflict rate',
  'duplicate confirmations',
  'maximum queue delay',
  'attempts per request',
] as const;
export type BeforeAfterMetric = (typeof BEFORE_AFTER_METRICS)[number];
