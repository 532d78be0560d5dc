import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checked, found } from './history-language.ts';

describe('a confirmation without a write', () => {
  it('is a success of a request that wrote nothing at all', () => {
    const analysis = checked(`
      initial k 5 v1
      A r-1 k read 1 write 2 success
      B r-2 k read 2 success
      B r-2 k read 2 success
      remaining k 4 v2
    `);
    assert.deepEqual(found(analysis), ['confirmation-without-write 3', 'invariant-mismatch']);
    assert.equal(analysis.ledger.confirmed, 2, 'a request counts once, however often it was answered');
    assert.equal(analysis.ledger.by['confirmation-without-write'], 1);
    assert.equal(analysis.ledger.unexplained, 0);
    assert.equal(analysis.counts['idempotent-replay'], 0, 'there is no transition that they could repeat');
  });

  it('is one answer after another of an attempt that timed out and was applied: those repeat it', () => {
    const analysis = checked(`
      closed
      initial k 5 v1
      A r-1 k read 1 timeout
      A r-1 k read 2 retry 1 success
      A r-1 k read 2 retry 2 success
      remaining k 4 v2
    `);
    assert.deepEqual(found(analysis), []);
    assert.equal(analysis.ledger.confirmed, 1);
    assert.equal(analysis.counts['idempotent-replay'], 1);
    assert.equal(analysis.verdict, 'ok');
  });

  it('cannot be told of answers whose request may have written, nor can the books then', () => {
    const analysis = checked(`
      rejected 1
      initial k 5 v1
      A r-1 k read 2 success
      A r-1 k read 2 success
      remaining k 4 v2
    `);
    assert.deepEqual(found(analysis), []);
    assert.equal(analysis.verdict, 'unknown');
    assert.match(analysis.unknownBecause.join('\n'), /1 gap in the versions/);
  });

  it('is not one whose request wrote in another attempt', () => {
    const analysis = checked(`
      B r-2 k read 2 success
      B r-2 k read 1 write 2 success
    `);
    assert.equal(analysis.counts['confirmation-without-write'], 0);
    assert.equal(analysis.counts['idempotent-replay'], 1);
  });

  it('is not one that repeats what a timed-out attempt of its request wrote', () => {
    const analysis = checked(`
      closed
      initial k 5 v1
      A r-1 k read 1 timeout
      A r-1 k read 2 success
      B r-2 k read 2 write 3 success
      remaining k 3 v3
    `);
    assert.deepEqual(found(analysis), []);
    assert.equal(analysis.verdict, 'ok');
    assert.equal(analysis.ledger.confirmed, 2);
    assert.equal(analysis.ledger.mismatch, 0);
  });

  it('is proved where the versions show that the timed-out attempt never wrote', () => {
    const analysis = checked(`
      initial k 5 v1
      A r-1 k read 1 timeout
      A r-1 k - success
      B r-2 k read 1 write 2 success
      remaining k 4 v2
    `);
    assert.deepEqual(found(analysis), ['confirmation-without-write 3', 'invariant-mismatch']);
    assert.equal(analysis.ledger.by['confirmation-without-write'], 1);
    assert.equal(analysis.ledger.unexplained, 0);
  });

  it('cannot be told where a timed-out attempt may have written', () => {
    const analysis = checked(`
      initial k 5
      A r-1 k read 1 timeout
      A r-1 k - success
      B r-2 k read 1 write 2 success
      remaining k 3
    `);
    assert.deepEqual(found(analysis), []);
    assert.equal(analysis.verdict, 'unknown');
    assert.match(analysis.unknownBecause.join('\n'), /attempts of unknown outcome on key 'k'/);
  });

  it('cannot be told where another timed-out attempt may have made the one version that there is', () => {
    const analysis = checked(`
      initial k 5 v1
      A r-1 k read 1 timeout
      B r-2 k read 1 timeout
      A r-1 k - success
      remaining k 4 v2
    `);
    assert.deepEqual(found(analysis), []);
    assert.equal(analysis.verdict, 'unknown');
    assert.match(analysis.unknownBecause.join('\n'), /attempts of unknown outcome on key 'k'/);
  });

  it('cannot be told where rows are missing, or where the trace does not record writes', () => {
    const missing = checked(`
      rejected 1
      A r-1 k read 1 write 2 success
      B r-2 k read 2 success
    `);
    const unrecorded = checked('no write_version\nB r-2 k read 2 success');
    for (const analysis of [missing, unrecorded]) {
      assert.deepEqual(found(analysis), []);
      assert.equal(analysis.verdict, 'unknown');
    }
  });
});
