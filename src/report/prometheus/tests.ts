import { type MetricExpression, type Selector, type Trigger } from '../../core/index.ts';
import { ABSENT_ALERT, ABSENT_SECONDS, watchedMetrics } from './absence.ts';
import { selector } from './expression.ts';
import { alertOf, RULES_FILE } from './prometheus.ts';
import { yamlText, type Yaml } from './yaml.ts';
import { MONITORED_METRICS, type MonitoredMetricName } from '../../core/words/monitored-metrics.ts';

/** Series have a sample a minute. */
const MINUTE = 60;
/** Requests a minute, unless there are to be few. */
const TRAFFIC = 100_000;

/** Series that make an expression true or not, and why. */
interface Case {
  readonly what: string;
  readonly fires: boolean;
  readonly series: readonly Yaml[];
  readonly minutes: number;
  /** Labels that the result has from its series. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The rules' own tests for `promtool test rules`: of each alert series that make it fire and series that do not, among
 * them one that stands exactly at the threshold or has too little traffic to tell.
 */
export function renderRuleTests(triggers: readonly Trigger[], rulesFile = RULES_FILE): string {
  const tests = triggers.flatMap((trigger) => casesOf(trigger).map((each) => testOf(trigger, each)));
  return yamlText({
    rule_files: [rulesFile],
    evaluation_interval: '1m',
    tests: [...tests, ...absenceTests(triggers)],
  });
}

/** All metrics are there, and then all but one. */
function absenceTests(triggers: readonly Trigger[]): readonly Yaml[] {
  const watched = watchedMetrics(triggers);
  const minutes = ABSENT_SECONDS / MINUTE + 2;
  return [undefined, ...watched].map((missing): Yaml => {
    const there = watched.filter((each) => each !== missing);
    const alerts =
      missing === undefined ? [] : [{ exp_labels: missing.labels, exp_annotations: missing.annotations }];
    return {
      name: `absent metric: ${missing?.metric ?? 'none'}`,
      interval: '1m',
      input_series: there.map(({ series }) => oneSeries(series, {}, `0x${minutes}`)),
      alert_rule_test: [{ eval_time: `${minutes}m`, alertname: ABSENT_ALERT, exp_alerts: alerts }],
    };
  });
}

function testOf(trigger: Trigger, { what, fires, series, minutes, labels }: Case): Yaml {
  const { name, labels: own, annotations } = alertOf(trigger);
  const alert = { exp_labels: { ...labels, ...own }, exp_annotations: annotations };
  return {
    name: `${trigger.name}: ${what}`,
    interval: '1m',
    input_series: series,
    alert_rule_test: [{ eval_time: `${minutes}m`, alertname: name, exp_alerts: fires ? [alert] : [] }],
  };
}

function casesOf({
  expression,
  threshold,
  forSeconds,
}: Pick<Trigger, 'expression' | 'threshold' | 'forSeconds'>): Case[] {
  if (expression.kind !== 'any') return casesOfOne(expression, threshold, forSeconds);
  const parts = expression.of.map((part) => casesOf({ ...part, forSeconds }));
  const quiet = parts.map((cases) => cases.find(({ fires }) => !fires)!);
  const minutes = Math.max(...quiet.map((each) => each.minutes));
  return [
    ...parts.flatMap((cases) => cases.filter(({ fires }) => fires)),
    { what: 'silent', fires: false, labels: {}, minutes, series: quiet.flatMap(({ series }) => series) },
  ];
}

type OneExpression = Exclude<MetricExpression, { kind: 'any' }>;

function casesOfOne(expression: OneExpression, threshold: number, forSeconds: number): Case[] {
  const window = 'windowSeconds' in expression ? expression.windowSeconds : 0;
  // Long enough for the window to be full and the alert to have been pending, and for nothing to hang on one sample.
  const minutes = Math.ceil((window + forSeconds) / MINUTE) + 5;
  const where = expression.where;
  const common = { minutes, labels: {} };
  switch (expression.kind) {
    case 'max': {
      const gauge = (value: number) => [oneSeries(expression.metric, where, `${value}x${minutes}`)];
      return [
        { ...common, what: 'above', fires: true, series: gauge(threshold === 0 ? 1 : threshold * 1.5) },
        { ...common, what: 'at the threshold', fires: false, series: gauge(threshold) },
      ];
    }
    case 'increase': {
      const counter = (perMinute: number) => [
        oneSeries(expression.metric, where, `7+${perMinute}x${minutes}`),
      ];
      const enough = Math.ceil(((threshold + 1) * MINUTE) / window);
      return [
        { ...common, what: 'grown', fires: true, series: counter(enough) },
        { ...common, what: 'as it was', fires: false, series: counter(0) },
      ];
    }
    case 'quantile':
      return quantileCases(expression, threshold, common);
    case 'ratio':
      return ratioCases(expression, threshold, common);
    case 'growth of ratio':
      return growthCases(expression, threshold, forSeconds);
  }
}

type Common = Pick<Case, 'minutes' | 'labels'>;

function quantileCases(
  { metric, where, quantile }: OneExpression & { kind: 'quantile' },
  threshold: number,
  common: Common,
): Case[] {
  const slow = (1 - quantile) * 5 * TRAFFIC;
  const buckets = (slowPerMinute: number) =>
    [threshold / 2, threshold, threshold * 2, '+Inf'].map((le, index) => {
      const within = index < 2 ? TRAFFIC - slowPerMinute : TRAFFIC;
      return oneSeries(
        `${metric}_bucket`,
        { ...where, le: String(le) },
        `0+${Math.round(within)}x${common.minutes}`,
      );
    });
  return [
    { ...common, what: 'five times as many are slow', fires: true, series: buckets(slow) },
    { ...common, what: 'none is slow', fires: false, series: buckets(0) },
  ];
}

function ratioCases(
  { of, to, where, by, windowSeconds, atLeast }: OneExpression & { kind: 'ratio' },
  threshold: number,
  common: Common,
): Case[] {
  const labels = Object.fromEntries(by.map((label) => [label, exampleOf(label)]));
  const series = (ratio: number, traffic: number) => [
    oneSeries(of, where, `0+${traffic * ratio}x${common.minutes}`),
    oneSeries(to, where, `0+${traffic}x${common.minutes}`),
  ];
  // Half of what the window must have.
  const few = (atLeast * MINUTE) / windowSeconds / 2;
  return [
    { ...common, labels, what: 'above', fires: true, series: series(threshold * 1.2, TRAFFIC) },
    { ...common, what: 'below', fires: false, series: series(threshold * 0.8, TRAFFIC) },
    { ...common, what: 'above, of too few', fires: false, series: series(threshold * 1.2, few) },
  ];
}

/** As before for as long as is compared with, and then otherwise. */
function growthCases(
  { of, to, where, windowSeconds, againstSeconds }: OneExpression & { kind: 'growth of ratio' },
  threshold: number,
  forSeconds: number,
): Case[] {
  const before = (windowSeconds + againstSeconds) / MINUTE;
  const after = Math.ceil((windowSeconds + forSeconds) / MINUTE) + 2;
  const failures = TRAFFIC / 1000;
  const steps = (first: number, then: number) =>
    `0+${first}x${before} ${first * before + then}+${then}x${after}`;
  const series = (traffic: number, refused: number) => [
    oneSeries(of, where, steps(failures, refused)),
    oneSeries(to, where, steps(TRAFFIC, traffic)),
  ];
  const common = { minutes: before + after, labels: {} };
  // What is compared with has seen some of the growth by then, so that it must be more than the threshold.
  const grown = failures * threshold * 3;
  return [
    { ...common, what: 'more of the same traffic is refused', fires: true, series: series(TRAFFIC, grown) },
    {
      ...common,
      what: 'grown with the traffic',
      fires: false,
      series: series(TRAFFIC * threshold * 3, grown),
    },
  ];
}

function oneSeries(metric: string, where: Selector, values: string): Yaml {
  const base = metric.replace(/_bucket$/, '') as MonitoredMetricName;
  const labels = MONITORED_METRICS[base].labels.map((label) => [label, exampleOf(label)] as const);
  return { series: `${metric}${selector({ ...Object.fromEntries(labels), ...where })}`, values };
}

function exampleOf(label: string): string {
  return label === 'inventory_key' ? 'seat-7' : 'v2';
}
