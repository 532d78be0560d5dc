/** How many of the ascending `values` are at most `limit`, sought from `from` to before `to`. */
export function countUpTo(values: ArrayLike<number>, limit: number, from = 0, to = values.length): number {
  return bisect(values, limit, true, from, to);
}

/** How many of the ascending `values` are below `limit`, sought from `from` to before `to`: where the first is that is not. */
export function countBelow(values: ArrayLike<number>, limit: number, from = 0, to = values.length): number {
  return bisect(values, limit, false, from, to);
}

function bisect(
  values: ArrayLike<number>,
  limit: number,
  withLimit: boolean,
  from: number,
  to: number,
): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = values[middle]!;
    if (value < limit || (withLimit && value === limit)) low = middle + 1;
    else high = middle;
  }
  return low;
}
