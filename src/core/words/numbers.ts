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

/** What a change of units says where it is not the usual one unit: `4 units`, `2 units back`; '' for one, none or NaN. */
export function unitsChanged(units: number): string {
  if (Number.isNaN(units) || units === 1 || units === 0) return '';
  return units > 0 ? counted(units, 'unit') : `${counted(-units, 'unit')} back`;
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

/** A length of time that a user chose, in the largest unit that it is a whole number of: `90 s`, `10 min`, `1 h`. */
export function span(seconds: number): string {
  if (seconds >= 3600 && seconds % 3600 === 0) return `${count(seconds / 3600)} h`;
  if (seconds >= 120 && seconds % 60 === 0) return `${count(seconds / 60)} min`;
  return `${fixed(seconds, 3)} s`;
}

/** Microseconds as minutes and seconds: `10:00`, `0:07`, `1:02:03` from an hour on. */
export function clock(us: number): string {
  return preciseClock(us, 0);
}

/** {@link clock} with so many decimals of a second, at most six: `1:45.25`. */
export function preciseClock(us: number, decimals: number): string {
  const unit = 10 ** (6 - decimals);
  const rounded = Math.round(Math.abs(us) / unit) * unit;
  const seconds = Math.floor(rounded / 1e6);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const sign = us < 0 && rounded > 0 ? '−' : '';
  const fraction = decimals === 0 ? '' : `.${padded(rounded % 1e6, 6).slice(0, decimals)}`;
  return `${sign}${h > 0 ? `${count(h)}:${padded(m)}` : m}:${padded(s)}${fraction}`;
}

/** Whether the moments of a run of this length are written in minutes and seconds, and not in milliseconds. */
export function isLong(longestUs: number): boolean {
  return longestUs >= 1e7;
}

/** A moment of a run that is `longestUs` long, to the microsecond: `13.121` (ms), or `5:12.004118` beyond ten seconds. */
export function moment(us: number, longestUs: number): string {
  return isLong(longestUs) ? preciseClock(us, 6) : fixedGrouped(us / 1000, 3);
}

/** {@link moment} with its unit where it has one: `13.121 ms`, `5:12.004118`. */
export function momentWithUnit(us: number, longestUs: number): string {
  return isLong(longestUs) ? moment(us, longestUs) : milliseconds(us, 3);
}

/** Microseconds in milliseconds, with exactly so many decimals: `13.1 ms`. */
export function milliseconds(us: number, decimals: number): string {
  return `${fixedGrouped(us / 1000, decimals)} ms`;
}

/** At most `digits` decimals, without zeros at the end, with thousands separators. */
export function fixed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  const [integer = '', fraction = ''] = text.split('.');
  const decimals = fraction.replace(/0+$/, '');
  const trimmed = grouped(integer) + (decimals === '' ? '' : `.${decimals}`);
  return (value < 0 && trimmed !== '0' ? '−' : '') + trimmed;
}

/** `540,000` of `540000`. */
function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Exactly so many decimals and thousands separators. */
function fixedGrouped(value: number, decimals: number): string {
  const digits = Math.abs(value).toFixed(decimals);
  const [integer = '', fraction] = digits.split('.');
  const sign = value < 0 && Number(digits) > 0 ? '−' : '';
  return `${sign}${grouped(integer)}${fraction === undefined ? '' : `.${fraction}`}`;
}

function padded(value: number, length = 2): string {
  return String(value).padStart(length, '0');
}
