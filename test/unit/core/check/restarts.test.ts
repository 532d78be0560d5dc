import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checked, found } from './history-language.ts';

describe('versions that begin anew', () => {
  it('do so with a deletion, even if another client had read the new record before it was written', () => {
    const analysis = checked(`
      scheme sequential
      initial k 5 v1
      A r-1 k |-R1-W2-|                                 success
      B r-2 k          |-R2-W3-|                        success
      C r-3 k                    |-R0----------|        retry
      D r-4 k                      |-R0-W1-|            success
      C r-3 k                                   |-R1-W2-|  success
      remaining k 3 v2
    `);
    assert.deepEqual(found(analysis), []);
    assert.equal(analysis.verdict, 'unknown');
    assert.match(analysis.unknownBecause.join(), /the versions on key 'k' restarted once/);
  });

  it('leave an attempt that began before them and read after them to the new record', () => {
    const analysis = checked(`
      scheme sequential
      initial k 5 v1
      A r-1 k |-R1-W2-|                                 success
      B r-2 k          |-R2-W3-|                        success
      C r-3 k                   |-------------R1-W2-|   success
      D r-4 k                     |-R0-W1-|             success
      remaining k 3 v2
    `);
    assert.deepEqual(found(analysis), []);
  });

  it('do not where an old version had been read before: that write is stale', () => {
    const analysis = checked(`
      scheme sequential
      initial k 5 v1
      A r-1 k |-R1-W2-|                        success
      B r-2 k          |-R2-W3-|               success
      C r-3 k                    |-R1-W4-|     success
      remaining k 2 v4
    `);
    assert.deepEqual(
      found(analysis).filter((each) => each.startsWith('stale-version-write')),
      ['stale-version-write 4 2 3'],
    );
  });

  it('are reused by a write that makes a version below its base, and by no other', () => {
    const analysis = checked(`
      scheme sequential
      closed
      initial k 9 v1
      A r-1 k |-R1=9-W2=8-|                                                   success
      B r-2 k              |-R2=8-W3=7-|                                      success
      C r-3 k                           |-R3=7-W1=6-|                         success
      D r-4 k                                        |-R1=6-W2=5-|            success
      E r-5 k                                                     |-R2=5-W3=4-|  success
      remaining k 4 v3
    `);
    assert.deepEqual(found(analysis), ['version-reuse 4']);
  });

  it('are not told of versions that have no order', () => {
    const analysis = checked(`
      scheme opaque
      closed
      initial k 9 v5
      A r-1 k |-R5=9-W7=8-|                          success
      B r-2 k              |-R7=8-W2=7-|             success
      C r-3 k                           |-R2=7-W1=6-|  success
      remaining k 6 v1
    `);
    assert.equal(analysis.verdict, 'ok');
  });

  it('accuse the write that made the version in its turn of nothing, even without times', () => {
    const analysis = checked(`
      scheme sequential
      closed
      initial k 9 v1
      A r-1 k read 1=9 write 2=8 success
      B r-2 k read 2=8 write 3=7 success
      C r-3 k read 3=7 write 2=6 success
    `);
    assert.deepEqual(found(analysis), ['version-reuse 4']);
  });
});
