/** A date and a time of day, with or without a fraction and a zone: RFC 3339, and what databases make of it. */
const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?: ?([Zz]|([+-])(\d\d)(?::?(\d\d))?))?$/;

/** A moment that was written as a text. */
export interface TextTime {
  /** Microseconds since 1970: a safe integer, a bigint beyond, or with a fraction where nanoseconds were written. */
  readonly us: number | bigint;
  readonly hasZone: boolean;
}

/** The moment that a date and a time of day stand for; without a zone it is UTC. Undefined for what is none. */
export function textTime(text: string): TextTime | undefined {
  const parts = DATE_TIME.exec(text);
  if (parts === null) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as unknown as Six;
  if (hour > 23 || minute > 59 || second > 60 || !isDay(year, month, day)) return undefined;
  const [zone, sign, zoneHours = '0', zoneMinutes = '0'] = parts.slice(8);
  const [eastHours, eastMinutes] = [Number(zoneHours), Number(zoneMinutes)];
  if (eastHours > 23 || eastMinutes > 59) return undefined;
  const eastMs = (sign === '-' ? -1 : 1) * (eastHours * 60 + eastMinutes) * 60_000;
  const ms = utc(year, month, day) + ((hour * 60 + minute) * 60 + second) * 1000 - eastMs;
  const nanos = Number((parts[7] ?? '').padEnd(9, '0'));
  const us = ms * 1000 + nanos / 1000;
  const isExact = Number.isSafeInteger(Math.floor(us));
  return {
    us: isExact ? us : BigInt(ms) * 1000n + BigInt(Math.floor(nanos / 1000)),
    hasZone: zone !== undefined,
  };
}

/** What the pattern has found, as numbers. */
type Six = readonly [number, number, number, number, number, number];

/** Midnight of a day, in milliseconds since 1970. */
function utc(year: number, month: number, day: number): number {
  const date = new Date(0);
  // `Date.UTC` takes a year below 100 for one of the twentieth century.
  return date.setUTCFullYear(year, month - 1, day);
}

/** Whether the calendar has this day: the 31st of February would become one in March. */
function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(utc(year, month, day));
  return month >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
