import type { ComparedMetric, Difference } from '../core/measure/compare.ts';
import { figureText } from '../core/text/figures.ts';

/** What a compared figure is called. */
export const COMPARED_TEXT: Readonly<Record<ComparedMetric, string>> = {
  p50LatencyMs: 'p50 latency',
  p99LatencyMs: 'p99 latency',
  conflictRate: 'conflict rate',
  failureRate: 'failure rate',
  attemptsPerRequest: 'attempts per request',
};

const READING: Readonly<Record<Difference['verdict'], string>> = {
  higher: 'higher',
  lower: 'lower',
  same: 'no evidence of a difference',
  unmeasured: 'too short a run to tell',
};

/** Difference, interval and how to read it. */
export function differenceText(of: Difference): readonly string[] {
  const { unit, difference, low, high, verdict } = of;
  const signedText = (value: number): string => `${value > 0 ? '+' : ''}${small(value, unit)}`;
  return [
    Number.isNaN(difference) ? '' : signedText(difference),
    Number.isNaN(low) || Number.isNaN(high) ? '' : `${signedText(low)} to ${signedText(high)}`,
    READING[verdict],
  ];
}

/** Attempts per request differ in a digit that the figure itself does not show. */
function small(value: number, unit: Difference['unit']): string {
  return unit === 'attempts'
    ? String(Number(value.toPrecision(2))).replace('-', '−')
    : figureText(value, unit);
}
