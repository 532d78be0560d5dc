import { format } from 'd3';

/*
 * Moments of a run as the lists and the code path write them, so that a number of the picture is found there again: in
 * milliseconds for a run of seconds, in minutes and seconds for a longer one.
 */

/** From this length on a run is told in minutes and seconds. */
const LONG_US = 1e7;

const number = [0, 1, 2, 3, 4, 5, 6].map((decimals) => format(`,.${decimals}f`));

/** Whether moments of a run of this length are written in minutes and seconds. */
export function isLong(longestUs: number): boolean {
  return longestUs >= LONG_US;
}

/** `13.121 ms`; `0:00.643651` in a run of ten seconds or more, which is `longestUs` long. */
export function moment(us: number, longestUs: number): string {
  return isLong(longestUs) ? clock(us, 6) : milliseconds(us, 3);
}

/** `13.1 ms`, with so many decimals. */
export function milliseconds(us: number, decimals: number): string {
  return `${number[decimals]!(us / 1e3)} ms`;
}

/** `1:45.25`, `1:02:03`: minutes and seconds with so many decimals, hours where there are any. */
export function clock(us: number, decimals: number): string {
  const unit = 10 ** (6 - decimals);
  const whole = Math.round(Math.abs(us) / unit) * unit;
  const seconds = Math.floor(whole / 1e6);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const sign = us < 0 && whole > 0 ? '−' : '';
  const fraction = decimals === 0 ? '' : `.${padded(whole % 1e6, 6).slice(0, decimals)}`;
  return `${sign}${h > 0 ? `${number[0]!(h)}:${padded(m, 2)}` : m}:${padded(s, 2)}${fraction}`;
}

function padded(value: number, length: number): string {
  return String(Math.round(value)).padStart(length, '0');
}
