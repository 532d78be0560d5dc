import { quantile } from './quantile.ts';

/**
 * The exact quantile `q` of the values in each of `bins` bins: values sorted into their bins, then each bin by itself.
 * `binOf` says the bin of each value, negative for none; NaN values are left out, and an empty bin has NaN.
 */
export function quantilePerBin(
  values: Float64Array,
  binOf: ArrayLike<number>,
  bins: number,
  q: number,
): Float64Array {
  const known = (row: number): boolean => binOf[row]! >= 0 && !Number.isNaN(values[row]!);
  const bounds = new Uint32Array(bins + 1);
  for (let row = 0; row < values.length; row++) if (known(row)) bounds[binOf[row]! + 1]!++;
  for (let bin = 0; bin < bins; bin++) bounds[bin + 1]! += bounds[bin]!;
  const next = bounds.slice();
  const grouped = new Float64Array(bounds[bins]!);
  for (let row = 0; row < values.length; row++) if (known(row)) grouped[next[binOf[row]!]!++] = values[row]!;
  return Float64Array.from({ length: bins }, (_, bin) =>
    quantile(grouped.subarray(bounds[bin], bounds[bin + 1]).sort(), q),
  );
}
