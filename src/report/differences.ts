import type { ComparedMetric, Difference } from '../core/index.ts';
import { differenceTexts } from '../core/words/figures.ts';

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
  const [is, from, to] = differenceTexts([difference, low, high], high - low, unit);
  return [
    Number.isNaN(difference) ? '' : is!,
    Number.isNaN(low) || Number.isNaN(high) ? '' : `${from!} to ${to!}`,
    READING[verdict],
  ];
}
