/** Numbers as people read them: the same in every locale, with thousands separators and units. */

/** `540,000`; fractions are rounded away, a minus is a real minus. */
export function count(value: number): string {
  const digits = Math.abs(Math.round(value)).toFixed(0);
  return (value < 0 && digits !== '0' ? '−' : '') + grouped(digits);
}

/** `+1`, `−3`, `0`. */
export function signed(value: number): string {
  return value > 0 ? `+${count(value)}` : count(value);
}

/** `1 attempt`, `1,204 attempts`; `many` where an s is not enough. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** The word that agrees with a number: `agreeing(1, 'was', 'were')` is `was`. */
export function agreeing(value: number, one: string, many: string): string {
  return value === 1 ? one : many;
}

/**
 * A length of time with as many digits as it deserves, or some more: `0.042 ms`, `4.1 ms`, `1,204 ms`, `12.5 s`,
 * `10:00 min`, `1:00:00 h`.
 */
export function duration(ms: number, more = 0): string {
  const size = Math.abs(ms);
  if (size < 0.9995) return `${fixed(ms, 3 + more)} ms`;
  if (size < 99.95) return `${fixed(ms, 1 + more)} ms`;
  if (size < 10_000) return `${fixed(ms, more)} ms`;
  if (size < 119_950 || more > 0) return `${fixed(ms / 1000, 1 + more)} s`;
  return `${clock(ms * 1000)} ${Math.round(size / 1000) < 3600 ? 'min' : 'h'}`;
}

/** A length of time that somebody chose, in the largest unit that it is a whole number of: `90 s`, `10 min`, `1 h`. */
export function span(seconds: number): string {
  if (seconds >= 3600 && seconds % 3600 === 0) return `${count(seconds / 3600)} h`;
  if (seconds >= 120 && seconds % 60 === 0) return `${count(seconds / 60)} min`;
  return `${fixed(seconds, 3)} s`;
}

/** Microseconds as minutes and seconds: `10:00`, `0:07`, `1:02:03` from an hour on. */
export function clock(us: number): string {
  const seconds = Math.round(Math.abs(us) / 1e6);
  const sign = us < 0 && seconds > 0 ? '−' : '';
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${sign}${count(h)}:${padded(m)}:${padded(s)}` : `${sign}${m}:${padded(s)}`;
}

/** A moment of a run that is `longestUs` long, to the microsecond: `13.121` (ms), or `5:12.004118` beyond ten seconds. */
export function moment(us: number, longestUs: number): string {
  if (longestUs < 1e7) return fixedGrouped(us / 1000);
  const whole = Math.round(Math.abs(us));
  const fraction = String(whole % 1e6).padStart(6, '0');
  return `${us < 0 && whole > 0 ? '−' : ''}${clock(whole - (whole % 1e6))}.${fraction}`;
}

/** {@link moment} with its unit where it has one: `13.121 ms`, `5:12.004118`. */
export function momentWithUnit(us: number, longestUs: number): string {
  return moment(us, longestUs) + (longestUs < 1e7 ? ' ms' : '');
}

/** At most `digits` decimals, without zeros at the end, with thousands separators. */
export function fixed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  const [whole = '', fraction = ''] = text.split('.');
  const decimals = fraction.replace(/0+$/, '');
  const trimmed = grouped(whole) + (decimals === '' ? '' : `.${decimals}`);
  return (value < 0 && trimmed !== '0' ? '−' : '') + trimmed;
}

/** `540,000` of `540000`. */
function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Three decimals and thousands separators. */
function fixedGrouped(value: number): string {
  const [whole = '', fraction = ''] = Math.abs(value).toFixed(3).split('.');
  const sign = value < 0 && (Number(whole) > 0 || Number(fraction) > 0) ? '−' : '';
  return `${sign}${grouped(whole)}.${fraction}`;
}

function padded(value: number): string {
  return String(value).padStart(2, '0');
}
