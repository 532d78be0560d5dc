/**
 * The upper 95 % confidence bound (one-sided, Clopper–Pearson) of the probability behind a share that was seen in `of`
 * independent trials: the probability under which so few or fewer would have been seen in only 5 % of such runs. Exact at
 * every size, and 1 − 0.05^(1/n), the rule of three, where nothing was seen. 1 of no trials; NaN of a share that is none.
 * @param share need not be a whole number of trials, since a record may have been rounded
 */
export function upperBound(share: number, of: number, confidence = CONFIDENCE): number {
  if (Number.isNaN(share)) return NaN;
  if (!(of > 0) || share >= 1) return 1;
  const seen = share * of;
  let [low, high] = [share, 1];
  // Halving ends where a double has no more between the two.
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (incompleteBeta(middle, seen + 1, of - seen) < confidence) low = middle;
    else high = middle;
  }
  return high;
}

const CONFIDENCE = 0.95;

/** The two-sided 95 % confidence interval of the same probability; `seen` is how often something happened in `of` trials. */
export function confidenceInterval(
  seen: number,
  of: number,
): { readonly low: number; readonly high: number } {
  const eachSide = (1 + CONFIDENCE) / 2;
  if (of === 0) return { low: 0, high: 1 };
  return { low: 1 - upperBound(1 - seen / of, of, eachSide), high: upperBound(seen / of, of, eachSide) };
}

/** Whether {@link upperBound} is below a limit, at once. */
export function isBoundedBelow(share: number, of: number, limit: number): boolean {
  return of > 0 && share < 1 && incompleteBeta(limit, share * of + 1, of - share * of) > CONFIDENCE;
}

/**
 * The value of `sorted` below which, with 95 % confidence, the `q` quantile of what it is a sample of lies: an order
 * statistic further up. Infinity where the sample is too small to have one; for 99 % that is of fewer than 299 values.
 */
export function upperQuantile(sorted: Float64Array, q: number): number {
  const { length } = sorted;
  // The least rank r such that at most r − 1 of the values are below the quantile with 95 % probability.
  let [low, high] = [Math.max(1, Math.ceil(q * length)), length + 1];
  while (low < high) {
    const rank = Math.floor((low + high) / 2);
    const atMost = rank > length ? 1 : 1 - incompleteBeta(q, rank, length - rank + 1);
    if (atMost < CONFIDENCE) low = rank + 1;
    else high = rank;
  }
  return low > length ? Infinity : sorted[low - 1]!;
}

/** The regularised incomplete beta function I_x(a, b), by its continued fraction; the textbook method of Lentz. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  // The fraction converges quickly on one side of the mean only.
  if (x > (a + 1) / (a + b + 2)) return 1 - (front / b) * fraction(1 - x, b, a);
  return (front / a) * fraction(x, a, b);
}

const TINY = 1e-300;
const MOST_TERMS = 10_000;

function fraction(x: number, a: number, b: number): number {
  const away = (value: number) => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const change = d * c;
    value *= change;
    if (Math.abs(change - 1) < 1e-14) break;
  }
  return value;
}

/** Stirling's series, after the argument has been raised to where it is exact to the last digits. */
function logGamma(x: number): number {
  let [raised, shift] = [x, 0];
  while (raised < 15) shift += Math.log(raised++);
  const inverse = 1 / (raised * raised);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / raised;
  return (raised - 0.5) * Math.log(raised) - raised + 0.5 * Math.log(2 * Math.PI) + series - shift;
}
