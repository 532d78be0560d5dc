import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  invariantErrorRate,
  retryAmplification,
  utilisation,
  workersNeeded,
} from '../../../../src/core/measure/screens.ts';

/** Numbers as people quote them: equal to three decimals. */
function assertQuoted(actual: number, quoted: number): void {
  assert.equal(actual.toFixed(3), quoted.toFixed(3));
}

void describe('the capacity screen', () => {
  void it('says that 900 requests/s of 18 ms keep 24 workers busy for 0.675 of the time', () => {
    assertQuoted(utilisation(900, 18, 24), 0.675);
  });

  void it('asks for the least number of workers that stays below the limit', () => {
    assert.equal(workersNeeded(900, 18, 0.675), 24);
    for (const [rate, serviceMs, most] of [
      [900, 0.3, 0.7],
      [4000, 7, 0.5],
      [1, 1, 0.9],
    ] as const) {
      const workers = workersNeeded(rate, serviceMs, most);
      assert.ok(utilisation(rate, serviceMs, workers) <= most);
      assert.ok(workers === 1 || utilisation(rate, serviceMs, workers - 1) > most);
    }
  });
});

void describe('the retry screen', () => {
  void it('says 1.212 attempts per request, 1,091 per second of 900, at a conflict probability of 0.175', () => {
    assertQuoted(retryAmplification(0.175), 1.212);
    assert.equal(Math.round(900 * retryAmplification(0.175)), 1091);
  });

  void it('is the sum of the chances of the first, second … n-th attempt', () => {
    for (const p of [0, 0.068, 0.175, 0.9, 1])
      for (const attempts of [1, 2, 4, 9]) {
        const sum = Array.from({ length: attempts }, (_, before) => p ** before).reduce((a, b) => a + b);
        assert.ok(Math.abs(retryAmplification(p, attempts) - sum) < 1e-12, `p=${p} n=${attempts}`);
      }
  });

  void it('never ends if every attempt is refused and nothing bounds them', () => {
    assert.equal(retryAmplification(1), Infinity);
  });
});

void it('the invariant error rate of 420 in 38,420 confirmations is 1.093 %, and a mismatch beside no confirmation has none', () => {
  assertQuoted(100 * invariantErrorRate(420, 38_420)!, 1.093);
  assert.equal(invariantErrorRate(0, 0), 0);
  assert.equal(invariantErrorRate(-3, 0), undefined);
});
