/** The numbers of a column that are there, ascending. */
export function sortedNumbers(column: Float64Array): Float64Array {
  const numbers = new Float64Array(column.length);
  const { length } = column;
  let count = 0;
  // A callback, or a step of an iterator, for each of half a million cells takes longer than sorting them.
  for (let row = 0; row < length; row++) {
    const value = column[row]!;
    if (!Number.isNaN(value)) numbers[count++] = value;
  }
  const there = numbers.subarray(0, count);
  return sortedByCounting(there) ?? there.sort();
}

/** Fewer numbers than these are sorted before they are counted. */
const WORTH_COUNTING = 4096;
const THOUSANDTHS = 1000;

/**
 * The same numbers ascending, in place and in linear time, where each is a number of thousandths, as milliseconds of a clock
 * of microseconds are, and none is so large that there would be more counts than a few for each; else undefined.
 */
function sortedByCounting(numbers: Float64Array): Float64Array | undefined {
  const { length } = numbers;
  if (length < WORTH_COUNTING) return undefined;
  let most = 0;
  for (let at = 0; at < length; at++) {
    const value = numbers[at]!;
    const thousandths = Math.round(value * THOUSANDTHS);
    if (!(thousandths >= 0) || thousandths / THOUSANDTHS !== value) return undefined;
    if (thousandths > most) most = thousandths;
  }
  if (most > 4 * length) return undefined;
  const counts = new Uint32Array(most + 1);
  for (let at = 0; at < length; at++) counts[Math.round(numbers[at]! * THOUSANDTHS)]!++;
  let at = 0;
  for (let thousandths = 0; thousandths <= most; thousandths++) {
    const end = at + counts[thousandths]!;
    numbers.fill(thousandths / THOUSANDTHS, at, end);
    at = end;
  }
  return numbers;
}

/**
 * The smallest number such that at least the share `q` of all are not above it (the nearest rank: an observed value,
 * never an interpolated one); NaN of nothing.
 */
export function quantile(sorted: Float64Array, q: number): number {
  // A product that is a whole number but for its last digits is that number: 0.55 × 740 comes to a little more than 407.
  const rank = Math.ceil(q * sorted.length * (1 - LAST_DIGITS));
  return sorted[Math.max(0, rank - 1)] ?? NaN;
}

const LAST_DIGITS = 4 * Number.EPSILON;

/** The arithmetic mean; NaN of nothing. */
export function mean(values: Float64Array): number {
  const { length } = values;
  let sum = 0;
  for (let at = 0; at < length; at++) sum += values[at]!;
  return sum / length;
}
