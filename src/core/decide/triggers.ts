import type { EvidenceRef } from './decision.ts';

/** What a service under monitoring has to export for the triggers; times are in seconds, as monitoring systems want them. */
export const MONITORED_METRICS = {
  reservation_invariant_mismatch: {
    type: 'gauge',
    help: 'Confirmed reservations − (initial − remaining inventory), reconciled against the store.',
    labels: [],
  },
  reservation_duplicate_confirmations_total: {
    type: 'counter',
    help: 'Requests that were confirmed more than once, each time by another write.',
    labels: [],
  },
  reservation_requests_total: {
    type: 'counter',
    help: 'Requests that were answered.',
    labels: ['deployment'],
  },
  reservation_server_errors_total: {
    type: 'counter',
    help: 'Requests that were answered with an HTTP status of 500 or above.',
    labels: ['deployment'],
  },
  reservation_attempts_total: {
    type: 'counter',
    help: 'Attempts that were made for requests, retries included.',
    labels: ['inventory_key'],
  },
  reservation_conditional_writes_total: {
    type: 'counter',
    help: 'Conditional writes that were tried.',
    labels: ['inventory_key'],
  },
  reservation_conditional_write_failures_total: {
    type: 'counter',
    help: 'Conditional writes that the store refused because the version had changed.',
    labels: ['inventory_key'],
  },
  reservation_latency_seconds: {
    type: 'histogram',
    help: 'From the moment a request was due, or arrived, until its answer.',
    labels: ['deployment'],
  },
  reservation_queue_delay_max_seconds: {
    type: 'gauge',
    help: 'The longest that an attempt waited for service since the last scrape.',
    labels: [],
  },
  reservation_canary_rollback: {
    type: 'gauge',
    help: '1 once the canary has to be rolled back, or has been, otherwise 0.',
    labels: [],
  },
} as const satisfies Record<string, MonitoredMetric>;
export type MonitoredMetricName = keyof typeof MONITORED_METRICS;

export interface MonitoredMetric {
  readonly type: 'gauge' | 'counter' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
}

/** Selects series: every label must have the value. */
export type Selector = Readonly<Record<string, string>>;

/** The left side of a trigger, as parts that a monitoring system's own language is rendered from. */
export type MetricExpression =
  /** The greatest value of a gauge over its series. */
  | { readonly kind: 'max'; readonly metric: MonitoredMetricName; readonly where: Selector }
  /** How much a counter grew in the window, over all series. */
  | {
      readonly kind: 'increase';
      readonly metric: MonitoredMetricName;
      readonly where: Selector;
      readonly windowSeconds: number;
    }
  /** Growth of one counter by that of another in the window, for each value of the labels `by`. */
  | {
      readonly kind: 'ratio';
      readonly of: MonitoredMetricName;
      readonly to: MonitoredMetricName;
      readonly where: Selector;
      readonly by: readonly string[];
      readonly windowSeconds: number;
      /** Series of which `to` grew less than this in the window are left out: a share of a few is noise. */
      readonly atLeast: number;
    }
  /** A quantile of a histogram over the window. */
  | {
      readonly kind: 'quantile';
      readonly metric: MonitoredMetricName;
      readonly where: Selector;
      readonly quantile: number;
      readonly windowSeconds: number;
    }
  /** The ratio of two counters in the window, by the same ratio in the longer window before: 1 is no change. */
  | {
      readonly kind: 'growth of ratio';
      readonly of: MonitoredMetricName;
      readonly to: MonitoredMetricName;
      readonly where: Selector;
      readonly windowSeconds: number;
      readonly againstSeconds: number;
      readonly atLeast: number;
    }
  /** True if any part is above its own threshold; the trigger's threshold is then 0. */
  | {
      readonly kind: 'any';
      readonly of: readonly { readonly expression: MetricExpression; readonly threshold: number }[];
    };

/** The triggers, in the order in which a person should read them. */
export const TRIGGER_NAMES = [
  'invariant mismatch',
  'duplicate confirmation',
  'conflict rate per key',
  'attempts per request',
  'p99 latency',
  'queue delay',
  'conditional-write failures outgrow traffic',
  'canary breach',
] as const;
export type TriggerName = (typeof TRIGGER_NAMES)[number];

/** When to do something about a release: it fires while the expression has been above the threshold for so long. */
export interface Trigger {
  readonly name: TriggerName;
  readonly expression: MetricExpression;
  /** In the unit of the expression: seconds, shares from 0 to 1, or counts. */
  readonly threshold: number;
  readonly forSeconds: number;
  readonly action: 'roll back' | 'stop the rollout' | 'look into it';
  /** One sentence: what it means when it fires; printable. */
  readonly meaning: string;
  /** What the threshold was derived from. */
  readonly evidence: EvidenceRef;
}
