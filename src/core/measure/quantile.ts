/** The numbers of a column that are there, ascending. */
export function sortedNumbers(column: Float64Array): Float64Array {
  const numbers = new Float64Array(column.length);
  let count = 0;
  // A callback for each of half a million cells takes longer than sorting them.
  for (const value of column) if (!Number.isNaN(value)) numbers[count++] = value;
  return numbers.subarray(0, count).sort();
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
  if (values.length === 0) return NaN;
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
