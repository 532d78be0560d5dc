import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sortedNumbers } from '../../../../src/core/measure/quantile.ts';

/** More numbers than are sorted without looking whether they can be counted. */
const MANY = 5000;

describe('numbers in ascending order', () => {
  const thousandths = Float64Array.from({ length: MANY }, (_, row) => ((row * 7919) % 12_007) / 1000);
  const with1 = (value: number): Float64Array => Float64Array.from(thousandths).fill(value, 17, 18);
  const columns: readonly (readonly [string, Float64Array])[] = [
    ['of thousandths', thousandths],
    ['of thousandths, one absent', with1(NaN)],
    ['of which one is finer', with1(0.0005)],
    ['of which one is negative', with1(-0.25)],
    ['of which one is far from the others', with1(1e9)],
    ['of which one is not finite', with1(Infinity)],
  ];
  for (const [what, column] of columns)
    it(`are those of a sort: ${what}`, () => {
      const expected = [...column].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
      const sorted = [...sortedNumbers(column)];
      assert.equal(sorted.length, expected.length);
      assert.ok(sorted.every((value, index) => value === expected[index]));
    });
});
