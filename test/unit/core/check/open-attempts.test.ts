/** Histories on which the checker once differed from the enumeration of all worlds, by what decides them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checked, found } from './history-language.ts';

describe('what rows leave open', () => {
  it('units of a write are those that the value read afterwards shows', () => {
    const { verdict } = checked(`
      initial k 3 v2
      remaining k 0 v5
      scheme sequential
      A r1 k read 2=3 write 3=2 retry 0 success
      B r2 k read 3=2 write 4=1 retry 0 success
      C r0 k read 4=1 retry 0 timeout
      C r0 k read 4 write 5 retry 1 success
    `);
    assert.equal(verdict, 'ok');
  });

  it('a service that adds one to what it read shows the version before a write without a base', () => {
    const analysis = checked(`
      initial k 3 v1
      remaining k 1 v3
      scheme client
      A r0 k read 2=2 conflict
      B r1 k write 3 success
    `);
    assert.deepEqual([analysis.verdict, found(analysis)], ['unknown', []]);
  });

  it('what a repeated answer read proves nothing of the writes outside the trace', () => {
    const analysis = checked(`
      initial k 2 v1
      remaining k 8 v4
      scheme sequential
      A r0 k read 3=6 units 1 success
      B r0 k read 3 units 1 timeout
    `);
    assert.deepEqual([analysis.verdict, found(analysis)], ['unknown', []]);
  });

  it('a version that was read and that nothing made is a gap, also just below a write without a base', () => {
    const { verdict } = checked(`
      initial k 3 v1
      remaining k 0 v5
      scheme monotonic
      closed
      A r2 k read 1=3 write 2=2 success
      B r3 k read 4=1 conflict
      C r3 k - success
      D r0 k read 5=0 rejected
      E r3 k - success
    `);
    assert.equal(verdict, 'violation');
  });
});
