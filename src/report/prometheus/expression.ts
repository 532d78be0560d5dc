import type { MetricExpression, Selector } from '../../core/index.ts';

/** The PromQL that gives a result while the expression is above the threshold. */
export function above(expression: MetricExpression, threshold: number): string {
  switch (expression.kind) {
    case 'any':
      return expression.of.map((part) => `(${above(part.expression, part.threshold)})`).join(' or ');
    case 'max':
      return `max(${expression.metric}${selector(expression.where)}) > ${threshold}`;
    case 'increase':
      return `${grown(expression.metric, expression.where, expression.windowSeconds)} > ${threshold}`;
    case 'quantile': {
      const { metric, where, quantile, windowSeconds } = expression;
      const rate = `rate(${metric}_bucket${selector(where)}[${duration(windowSeconds)}])`;
      return `histogram_quantile(${quantile}, sum by (le) (${rate})) > ${threshold}`;
    }
    case 'ratio': {
      const { of, to, where, by, windowSeconds, atLeast } = expression;
      const all = grown(to, where, windowSeconds, by);
      return `(${grown(of, where, windowSeconds, by)} / ${all} > ${threshold}) and (${all} >= ${atLeast})`;
    }
    case 'growth of ratio': {
      const { of, to, where, windowSeconds, againstSeconds, atLeast } = expression;
      const all = grown(to, where, windowSeconds);
      const before = `offset ${duration(windowSeconds)}`;
      const now = `${grown(of, where, windowSeconds)} / ${all}`;
      const then = `${grown(of, where, againstSeconds, [], before)} / ${grown(to, where, againstSeconds, [], before)}`;
      return `((${now}) / (${then}) > ${threshold}) and (${all} >= ${atLeast})`;
    }
  }
}

/** E.g. `5m`. */
export function duration(seconds: number): string {
  if (seconds > 0 && seconds % 3600 === 0) return `${seconds / 3600}h`;
  if (seconds > 0 && seconds % 60 === 0) return `${seconds / 60}m`;
  return `${seconds}s`;
}

/** E.g. `{deployment="canary"}`; nothing where every series is meant. */
export function selector(where: Selector): string {
  const matchers = Object.entries(where).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return matchers.length === 0 ? '' : `{${matchers.join(',')}}`;
}

function grown(
  metric: string,
  where: Selector,
  seconds: number,
  by: readonly string[] = [],
  offset = '',
): string {
  const grouping = by.length === 0 ? '' : ` by (${by.join(', ')}) `;
  const range = `${metric}${selector(where)}[${duration(seconds)}]${offset && ` ${offset}`}`;
  return `sum${grouping}(increase(${range}))`;
}
