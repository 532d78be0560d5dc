/** The numbers of a column that are there, ascending. */
export function sortedNumbers(column: Float64Array): Float64Array {
  return column.filter((value) => !Number.isNaN(value)).sort();
}

/**
 * The smallest number such that at least the share `q` of all are not above it (the nearest rank: an observed value,
 * never an interpolated one); NaN of nothing.
 */
export function quantile(sorted: Float64Array, q: number): number {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? NaN;
}

/** The arithmetic mean; NaN of nothing. */
export function mean(values: Float64Array): number {
  if (values.length === 0) return NaN;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
