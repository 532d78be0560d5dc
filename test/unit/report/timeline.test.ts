import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { quantilePerBin } from '../../../src/core/measure/per-bin.ts';
import { quantile, sortedNumbers } from '../../../src/core/measure/quantile.ts';
import { timeline } from '../../../src/core/measure/timeline.ts';
import { checked } from '../core/check/history-language.ts';

describe('a run over time', () => {
  it('counts every attempt once, where it began, by what became of it', () => {
    const analysis = checked(`
        initial seat-7 1 v1
        A r-1 seat-7 |--R1----W2--|                 success
        B r-2 seat-7 |----R1-----W3--|              success
        C@w1 r-3 seat-7                  |--R3--|   rejected
        D r-4 seat-7                       |R3--|   conflict
        E r-5 seat-7                       |----|   rejected
        remaining seat-7 0 v3`);
    const bins = timeline(analysis, 2)!;
    assert.equal(bins.bins, 2);
    assert.deepEqual([...bins.attempts], [2, 3]);
    assert.deepEqual([...bins.success], [2, 0]);
    assert.deepEqual([...bins.staleWrites], [1, 0]);
    assert.deepEqual([...bins.soldOut], [0, 1]);
    assert.deepEqual([...bins.turnedAway], [0, 1], 'no worker had it');
    assert.deepEqual([...bins.refused], [0, 1]);
    assert.equal(bins.binUs * 2, 27_000);
  });

  it('is not there for a trace without times', () => {
    const analysis = checked('A r-1 seat-7 read 1 write 2 success');
    assert.equal(timeline(analysis, 10), undefined);
  });
});

describe('quantiles per bin', () => {
  it('are those of the values of each bin by themselves', () => {
    const value = fc.oneof(fc.double({ noDefaultInfinity: true }), fc.constant(NaN));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, fc.integer({ min: -1, max: 3 }))),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rows, q) => {
          const values = Float64Array.from(rows, ([each]) => each);
          const bins = rows.map(([, bin]) => bin);
          const found = quantilePerBin(values, bins, 4, q);
          for (let bin = 0; bin < 4; bin++) {
            const own = values.filter((_, row) => bins[row] === bin);
            assert.equal(Object.is(found[bin], -0) ? 0 : found[bin], quantile(sortedNumbers(own), q) + 0);
          }
        },
      ),
    );
  });
});
