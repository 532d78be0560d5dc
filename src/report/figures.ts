import type { BeforeAfterRow } from '../core/index.ts';
import { figureAndLimit, figureText, percent } from '../core/words/figures.ts';
import { count, signed } from '../core/words/numbers.ts';

/**
 * `below 150 ms`, `at most 10 %`, `0`; `reported` where there is no limit. The digits are those that tell it from what was
 * measured.
 */
export function limitText(
  { limit, bound, unit }: Pick<BeforeAfterRow, 'limit' | 'bound' | 'unit'>,
  measured: number | undefined,
): string {
  if (limit === undefined) return bound === 'equal' ? 'as expected' : 'reported';
  const [, text] = figureAndLimit(measured, limit, unit);
  return bound === 'equal' || limit === 0 ? text : `${bound} ${text}`;
}

/** Units of a mismatch carry their sign; the rate of invariant errors is small, and every digit of it is a unit that was sold or lost. */
export function metricText(
  { metric, unit, limit }: Pick<BeforeAfterRow, 'metric' | 'unit' | 'limit'>,
  value: number | undefined,
): string {
  if (value !== undefined && metric === 'invariant mismatch') return signed(value);
  if (value !== undefined && metric === 'invariant error rate') return percent(value, 4);
  return limit === undefined ? figureText(value, unit) : figureAndLimit(value, limit, unit)[0];
}

export function bytesText(bytes: number): string {
  return `${count(bytes)} bytes`;
}
