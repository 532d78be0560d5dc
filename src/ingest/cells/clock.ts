/** Midnight before the year 10,000: no clock shows a later time, and none an earlier one than this before 1970. */
const FARTHEST_US = 253_402_300_800_000_000;
const YEAR_US = 365.2425 * 86_400e6;
/** Until here times are called likely when a unit is proposed. */
const LIKELY_YEARS = 200;

const UNITS = [
  { name: 'seconds', us: 1e6 },
  { name: 'milliseconds', us: 1e3 },
  { name: 'microseconds', us: 1 },
  { name: 'nanoseconds', us: 1e-3 },
] as const;

/** Whether a clock can show this many microseconds. */
export function isOnAnyClock(us: number | bigint): boolean {
  return us <= FARTHEST_US && us >= -FARTHEST_US;
}

/** Why a time in cells of 10^shift microseconds is none: the year it would be in, and the unit in which it is a likely time. */
export function offAnyClock(us: number | bigint, shift: number): string {
  const microseconds = Number(us);
  const unitUs = 10 ** shift;
  const unit = UNITS.find((each) => each.us === unitUs)?.name ?? 'the unit of its column';
  const year = 1970 + Math.trunc(microseconds / YEAR_US);
  const likely = UNITS.find((each) => {
    const years = Math.abs((microseconds / unitUs) * each.us) / YEAR_US;
    return each.us < unitUs && years < LIKELY_YEARS;
  });
  const perhaps = likely === undefined ? '' : `; it may be ${likely.name}`;
  return `in ${unit} is a time in the year ${year.toLocaleString('en')}${perhaps}`;
}
