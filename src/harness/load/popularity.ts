import type { Random } from '../random.ts';

/** How much each key is asked for. */
export interface PopularityOptions {
  readonly keys: number;
  /** Zipf's exponent: the n-th key is asked for n^skew times less than the first; 0 makes all alike. */
  readonly skew: number;
  /** The first `keys` keys together take this share of all requests, evenly; the others follow Zipf. */
  readonly hot?: HotKeys;
}

/** The first keys, and the share of all requests that they take together. */
export interface HotKeys {
  readonly keys: number;
  readonly share: number;
}

/** Reads `2:0.6`: two keys take 60 % of the requests. @throws Error on anything else */
export function parseHot(text: string): HotKeys {
  const [, keys, share] = /^(\d+):(\d*\.?\d+)$/.exec(text) ?? [];
  const hot = { keys: Number(keys), share: Number(share) };
  if (!(hot.keys >= 1 && hot.share > 0 && hot.share <= 1))
    throw new Error('hot keys are written N:SHARE, the share above 0 and at most 1, such as 2:0.6');
  return hot;
}

/** For each key the probability that a request asks for it or for one before it; the last is exactly 1. */
export function cumulativePopularity({ keys, skew, hot }: PopularityOptions): Float64Array {
  const hotKeys = hot?.keys ?? 0;
  const weights = Float64Array.from({ length: keys }, (_, key) =>
    key < hotKeys ? 0 : (key - hotKeys + 1) ** -skew,
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const hotShare = hotKeys === keys ? 1 : (hot?.share ?? 0);
  let sum = 0;
  const cumulative = weights.map((weight, key) => {
    sum += key < hotKeys ? hotShare / hotKeys : ((1 - hotShare) * weight) / total;
    return sum;
  });
  cumulative[keys - 1] = 1;
  return cumulative;
}

/** Draws one key: the first whose cumulative probability is above a random number, found by bisection. */
export function drawKey(cumulative: Float64Array, random: Random): number {
  const at = random();
  let [low, high] = [0, cumulative.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cumulative[middle]! > at) high = middle;
    else low = middle + 1;
  }
  return low;
}
