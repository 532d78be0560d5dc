import { type MetricExpression, type Trigger } from '../../core/index.ts';
import { MONITORED_METRICS, type MonitoredMetricName } from '../../core/words/monitored-metrics.ts';

/** How long a metric may be away: longer than a restart of the service that exports it. */
export const ABSENT_SECONDS = 300;
export const ABSENT_ALERT = 'ReservationMetricAbsent';

/** A metric that triggers read. Where it is not exported they are silent, which must not look like health. */
export interface WatchedMetric {
  readonly metric: MonitoredMetricName;
  /** What it is exported as: a histogram by its buckets. */
  readonly series: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Every metric that these triggers read, each once. */
export function watchedMetrics(triggers: readonly Trigger[]): readonly WatchedMetric[] {
  const metrics = new Set(triggers.flatMap(({ expression }) => metricsOf(expression)));
  return [...metrics].map((metric) => {
    const silent = triggers.filter(({ expression }) => metricsOf(expression).includes(metric));
    const action = 'look into it';
    return {
      metric,
      series: MONITORED_METRICS[metric].type === 'histogram' ? `${metric}_bucket` : metric,
      labels: { severity: 'warning', action, metric },
      annotations: {
        summary: `No target exports ${metric}: a rule that reads it cannot fire.`,
        action,
        triggers: silent.map(({ name }) => name).join(', '),
      },
    };
  });
}

function metricsOf(expression: MetricExpression): readonly MonitoredMetricName[] {
  if (expression.kind === 'any') return expression.of.flatMap((part) => metricsOf(part.expression));
  return 'metric' in expression ? [expression.metric] : [expression.of, expression.to];
}
