import { figureText, percent, type Unit } from '../core/text/figures.ts';
import { count, signed } from '../core/text/numbers.ts';
import type { BeforeAfterMetric, BeforeAfterRow } from '../core/decide/before-after.ts';

/** `below 150 ms`, `at most 10 %`, `0`; `reported` where there is no limit. */
export function limitText({ limit, bound, unit }: Pick<BeforeAfterRow, 'limit' | 'bound' | 'unit'>): string {
  if (limit === undefined) return bound === 'equal' ? 'as expected' : 'reported';
  const text = figureText(limit, unit);
  return bound === 'equal' || limit === 0 ? text : `${bound} ${text}`;
}

/** Units of a mismatch carry their sign; the rate of invariant errors is small, and every digit of it is somebody's unit. */
export function metricText(metric: BeforeAfterMetric, value: number | undefined, unit: Unit): string {
  if (value !== undefined && metric === 'invariant mismatch') return signed(value);
  if (value !== undefined && metric === 'invariant error rate') return percent(value, 4);
  return figureText(value, unit);
}

export function bytesText(bytes: number): string {
  return `${count(bytes)} bytes`;
}
