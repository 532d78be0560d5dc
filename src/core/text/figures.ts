import { count, duration } from './numbers.ts';

/** A figure as it is decided by and as it is reported: one way to write each unit, so that a reason and a table agree. */
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
      return String(Number(value.toFixed(3)));
  }
}

/** `0.03 %`, `6.8 %`, `21.2 %`: three digits that count, or as many as are told. */
export function percent(share: number, digits = 3): string {
  return `${String(Number((100 * share).toPrecision(digits))).replace('-', '−')} %`;
}
