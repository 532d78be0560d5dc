import { count, duration, signed } from '../core/text/numbers.ts';
import type { BeforeAfterMetric, BeforeAfterRow } from '../core/decide/before-after.ts';

/** Numbers as every form of the report writes them. */

export type Unit = 'ms' | 'share' | 'units' | 'attempts';

/** A figure with its unit; `not measured` where there is none. */
export function figureText(value: number | undefined, unit: Unit): string {
  if (value === undefined || Number.isNaN(value)) return 'not measured';
  switch (unit) {
    case 'ms':
      return duration(value);
    case 'share':
      return percent(value);
    case 'units':
      return count(value);
    case 'attempts':
      return value.toFixed(3);
  }
}

/** `0.03 %`, `6.8 %`, `1.093 %`: as many digits as a small share needs to be told from none. */
export function percent(share: number): string {
  const value = 100 * share;
  const size = Math.abs(value);
  if (size === 0) return '0 %';
  const digits = size >= 9.9995 ? 1 : size >= 0.995 ? 3 : size >= 0.00995 ? 2 : 4;
  return `${value
    .toFixed(digits)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
    .replace('-', '−')} %`;
}

/** `below 150 ms`, `at most 10 %`, `0`; `reported` where there is no limit. */
export function limitText({ limit, bound, unit }: Pick<BeforeAfterRow, 'limit' | 'bound' | 'unit'>): string {
  if (limit === undefined) return 'reported';
  const text = figureText(limit, unit);
  return bound === 'equal' || limit === 0 ? text : `${bound} ${text}`;
}

/** Units of a mismatch carry their sign. */
export function metricText(metric: BeforeAfterMetric, value: number | undefined, unit: Unit): string {
  if (value !== undefined && metric === 'invariant mismatch') return signed(value);
  return figureText(value, unit);
}

export function bytesText(bytes: number): string {
  return `${count(bytes)} bytes`;
}
