import type { MetricExpression, Trigger } from '../../core/index.ts';
import { span } from '../../core/words/numbers.ts';

/** When a trigger fires, in words: `p99 of reservation_latency_seconds over 5 min > 0.15 for 2 min`. */
export function triggerCondition({ expression, threshold, forSeconds }: Trigger): string {
  const lasting = forSeconds === 0 ? '' : ` for ${span(forSeconds)}`;
  if (expression.kind === 'any')
    return `${expression.of.map((part) => `${words(part.expression)} > ${number(part.threshold)}`).join(', or ')}${lasting}`;
  return `${words(expression)} > ${number(threshold)}${lasting}`;
}

function words(expression: MetricExpression): string {
  switch (expression.kind) {
    case 'max':
      return expression.metric;
    case 'increase':
      return `growth of ${expression.metric} in ${span(expression.windowSeconds)}`;
    case 'ratio': {
      const by = expression.by.length === 0 ? '' : ` by ${expression.by.join(', ')}`;
      return `${expression.of} / ${expression.to}${by} over ${span(expression.windowSeconds)}`;
    }
    case 'quantile':
      return `p${Math.round(1000 * expression.quantile) / 10} of ${expression.metric} over ${span(expression.windowSeconds)}`;
    case 'growth of ratio':
      return `${expression.of} / ${expression.to} over ${span(expression.windowSeconds)} against ${span(expression.againstSeconds)}`;
    case 'any':
      return expression.of.map((part) => words(part.expression)).join(' or ');
  }
}

function number(value: number): string {
  return String(Number(value.toPrecision(4)));
}
