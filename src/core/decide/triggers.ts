import type { MonitoredMetricName } from '../words/monitored-metrics.ts';
import type { EvidenceRef } from './decision.ts';

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
