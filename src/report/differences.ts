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

/** Before, after, difference, interval and how to read it. */
export function differenceText(of: Difference): readonly string[] {
  const { unit, before, after, difference, low, high, verdict } = of;
  const signedText = (value: number): string => `${value > 0 ? '+' : ''}${figureText(value, unit)}`;
  return [
    figureText(before, unit),
    figureText(after, unit),
    Number.isNaN(difference) ? '' : signedText(difference),
    Number.isNaN(low) || Number.isNaN(high) ? '' : `${signedText(low)} to ${signedText(high)}`,
    READING[verdict],
  ];
}
