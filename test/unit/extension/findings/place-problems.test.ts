import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { placeProblems } from '../../../../src/extension/findings/place-problems.ts';

const THOUSAND = Array.from({ length: 1000 }, (_, index) => index);

describe('looking for the places of problems', () => {
  it('leaves out those without one and keeps the order', async () => {
    const placed = await placeProblems(
      [1, 2, 3],
      (problem) => Promise.resolve(problem === 2 ? undefined : `line ${problem}`),
      () => true,
    );
    assert.deepEqual(placed, [
      [1, 'line 1'],
      [3, 'line 3'],
    ]);
  });

  it('ends at once when nobody wants them any more', async () => {
    let looked = 0;
    const placed = await placeProblems(
      THOUSAND,
      () => {
        looked++;
        return Promise.resolve(undefined);
      },
      () => looked < 7,
    );
    assert.equal(placed, undefined);
    assert.equal(looked, 7);
  });

  it('has a bound, however many there are', async () => {
    let looked = 0;
    const placed = await placeProblems(
      THOUSAND,
      () => Promise.resolve(looked++),
      () => true,
    );
    assert.equal(looked, 300);
    assert.equal(placed?.length, 300);
  });
});
