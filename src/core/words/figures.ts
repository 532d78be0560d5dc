import { count, duration, fixed } from './numbers.ts';

/** A figure as it is decided by and as it is reported: one way to write each unit, so that a reason and a table agree. */
export type Unit = 'ms' | 'share' | 'units' | 'attempts';

/** A figure with its unit, with more digits than usual if told; `not measured` where there is none. */
export function figureText(value: number | undefined, unit: Unit, more = 0): string {
  if (value === undefined || Number.isNaN(value)) return 'not measured';
  switch (unit) {
    case 'ms':
      return duration(value, more);
    case 'share':
      return percent(value, 3 + more);
    case 'units':
      return count(value);
    case 'attempts':
      return fixed(value, 3 + more);
  }
}

/** `0.03 %`, `6.8 %`, `21.2 %`: three digits that count, or as many as are told. */
export function percent(share: number, digits = 3): string {
  return `${String(Number((100 * share).toPrecision(digits))).replace('-', '−')} %`;
}

/** Beyond these a double has no more to tell. */
const MOST_MORE = 12;

/**
 * A figure and the limit that it is held against, with as many digits as it takes to see on which side it is: 150.04 ms
 * against 150 ms, and not 150 ms against 150 ms.
 */
export function figureAndLimit(
  value: number | undefined,
  limit: number,
  unit: Unit,
): readonly [figure: string, limit: string] {
  const pair = (more: number) => [figureText(value, unit, more), figureText(limit, unit, more)] as const;
  let more = 0;
  if (value !== limit) while (more < MOST_MORE && pair(more)[0] === pair(more)[1]) more++;
  return pair(more);
}

/** What a difference is counted in where it is written: per cent of a share, else its own unit. */
const SCALE: Readonly<Record<Unit, readonly [factor: number, name: string]>> = {
  ms: [1, ' ms'],
  share: [100, ' %'],
  units: [1, ''],
  attempts: [1, ''],
};
const MOST_DECIMALS = 9;

/**
 * Differences with their sign and the decimals that the uncertainty of them leaves: two digits of `width`, which is how far
 * the interval of a difference reaches. Of an interval without width each has the digits that a figure has.
 */
export function differenceTexts(values: readonly number[], width: number, unit: Unit): readonly string[] {
  const [factor, name] = SCALE[unit];
  const sign = (value: number) => (value > 0 ? '+' : value < 0 ? '−' : '');
  if (!(width > 0)) return values.map((value) => sign(value) + figureText(Math.abs(value), unit));
  const decimals = Math.min(MOST_DECIMALS, Math.max(0, 1 - Math.floor(Math.log10(factor * width))));
  return values.map((value) => {
    const digits = Math.abs(factor * value).toFixed(decimals);
    const isZero = Number(digits) === 0;
    return `${isZero ? '' : sign(value)}${digits}${name}`;
  });
}
