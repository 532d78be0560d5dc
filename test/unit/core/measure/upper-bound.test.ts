import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  confidenceInterval,
  isBoundedBelow,
  upperBound,
  upperQuantile,
} from '../../../../src/core/measure/upper-bound.ts';

/** The probability of at most `seen` in `of` trials, term by term. */
function atMost(seen: number, of: number, p: number): number {
  let [term, sum] = [(1 - p) ** of, 0];
  for (let k = 0; k <= seen; k++) {
    sum += term;
    term *= ((of - k) / (k + 1)) * (p / (1 - p));
  }
  return sum;
}

describe('the upper bound of a rate', () => {
  it('is the rate under which so few are seen in one run of twenty', () => {
    for (const trials of [1, 2, 5, 20, 100, 500])
      for (const seen of new Set([0, 1, Math.floor(trials / 10), Math.floor(trials / 2)])) {
        if (seen >= trials) continue;
        const bound = upperBound(seen / trials, trials);
        assert.ok(Math.abs(atMost(seen, trials, bound) - 0.05) < 1e-9, `${seen} of ${trials}: ${bound}`);
        assert.ok(
          isBoundedBelow(seen / trials, trials, bound * 1.000001) &&
            !isBoundedBelow(seen / trials, trials, bound * 0.999999),
        );
      }
  });

  it('is the rule of three where nothing was seen, and everything where nothing was tried or all failed', () => {
    assert.ok(Math.abs(upperBound(0, 30_000) - 3 / 30_000) < 1e-6);
    assert.deepEqual([upperBound(0, 0), upperBound(1, 9), upperBound(NaN, 9)], [1, 1, NaN]);
  });

  it('is there for as many requests as a peak has', () => {
    const bound = upperBound(0.0009, 540_000);
    assert.ok(bound > 0.00096 && bound < 0.00098, String(bound));
  });
});

describe('the interval of a rate', () => {
  it('leaves one run in forty on each side', () => {
    for (const [seen, trials] of [
      [17, 100],
      [1, 2],
      [5, 10],
    ] as const) {
      const { low, high } = confidenceInterval(seen, trials);
      assert.ok(Math.abs(atMost(seen, trials, high) - 0.025) < 1e-9, `${seen} of ${trials}: ${high}`);
      assert.ok(Math.abs(1 - atMost(seen - 1, trials, low) - 0.025) < 1e-9, `${seen} of ${trials}: ${low}`);
    }
  });

  it('ends at nothing and at everything', () => {
    const none = confidenceInterval(0, 20);
    assert.deepEqual([none.low, none.high.toFixed(4)], [0, '0.1684']);
    const all = confidenceInterval(20, 20);
    assert.deepEqual([all.low.toFixed(4), all.high], ['0.8316', 1]);
    assert.deepEqual(confidenceInterval(0, 0), { low: 0, high: 1 });
  });
});

describe('the upper bound of a quantile', () => {
  const upTo = (length: number) => Float64Array.from({ length }, (_, at) => at + 1);

  it('is an observed value that at most one run of twenty has below it', () => {
    for (const length of [299, 1000, 5000]) {
      const rank = upperQuantile(upTo(length), 0.99);
      // So few are above the quantile, each with a chance of one in a hundred, that the rank is not above it.
      const isAbove = (at: number) => 1 - atMost(length - at, length, 0.01);
      assert.ok(isAbove(rank) >= 0.95 && isAbove(rank - 1) < 0.95, String(length));
    }
  });

  it('is not known of fewer than 299 values', () => {
    assert.deepEqual([upperQuantile(upTo(298), 0.99), upperQuantile(upTo(0), 0.99)], [Infinity, Infinity]);
  });
});
