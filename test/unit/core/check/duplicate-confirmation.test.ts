import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explain } from '../../../../src/core/findings/explain.ts';
import { ROW_FLAG } from '../../../../src/core/words/codes.ts';
import { checked, found } from './history-language.ts';

describe('a duplicate confirmation', () => {
  it('is one request confirmed by two transitions; the books balance and the customer pays twice', () => {
    const analysis = checked(`
      initial k 5 v1
      A r-1 k |-R1=5-W2=4-|              success
      A r-1 k |            R2=4-W3=3-|   success
      remaining k 3 v3
    `);
    assert.deepEqual(found(analysis), ['duplicate-confirmation 3 2']);
    assert.equal(analysis.findings[0]!.data.confirmations, 2);
    assert.equal(analysis.verdict, 'violation');
    assert.equal(analysis.ledger.mismatch, 0);
    assert.equal(analysis.ledger.excessUnits, 1);
    assert.deepEqual(
      analysis.mechanism.map(({ name }) => name),
      ['retry duplication'],
    );
    assert.notEqual(analysis.rowFlags[1]! & ROW_FLAG.duplicate, 0);
    assert.equal(analysis.rowFlags[0]! & ROW_FLAG.duplicate, 0);
  });

  it('is one finding for a request however many confirmations it had', () => {
    const analysis = checked(`
      A r-1 k read 3 write 4 success
      A r-1 k read 1 write 2 success
      A r-1 k read 2 write 3 success
    `);
    assert.deepEqual(found(analysis), ['duplicate-confirmation 4 3 2']);
    assert.equal(analysis.findings[0]!.data.confirmations, 3);
    assert.equal(analysis.ledger.excessUnits, 2);
  });

  it('takes nothing twice where the second write only undid the first', () => {
    const { ledger, counts } = checked(`
      scheme sequential
      initial k 5 v1
      A r-1 k read 1=5 write 2=4 success
      A r-1 k read 1=5 write 3=4 success
      remaining k 4 v3
    `);
    assert.equal(counts['duplicate-confirmation'], 1);
    assert.equal(counts['stale-version-write'], 1);
    assert.equal(ledger.mismatch, 1);
    assert.equal(ledger.excessUnits, 0);
  });

  it('spans keys: a retry on another key asks for the same unit', () => {
    const analysis = checked(`
      A r-1 k read 1 write 2 retry 0 success
      A r-1 m read 1 write 2 retry 1 success
    `);
    assert.deepEqual(found(analysis), ['duplicate-confirmation 3 2']);
    assert.equal(analysis.history.strings.at(analysis.findings[0]!.key), 'm');
    assert.match(explain(analysis.findings[0]!, analysis), /v1→v2 on k, v1→v2 on m/);
  });

  it('is not an order of two lines, which are one attempt', () => {
    const analysis = checked(`
      A r-1 k read 1 write 2 retry 0 success
      A r-1 m read 4 write 5 retry 0 success
    `);
    assert.deepEqual(found(analysis), []);
  });

  it('cannot be told apart from an order of two lines without retry counts', () => {
    const analysis = checked(`
      A r-1 k read 1 write 2 success
      A r-1 m read 1 write 2 success
    `);
    assert.deepEqual(found(analysis), []);
    assert.match(analysis.unknownBecause.join('\n'), /1 request of several keys without a retry_count/);
  });

  it('is not an answer that names the same transition again, or none: an idempotent replay', () => {
    const analysis = checked(`
      initial k 5 v1
      A r-1 k |-R1-W2-|                         success
      B r-2 k |          R2-W3-|                success
      A r-1 k |                  R1-W2-|        success
      A r-1 k |                          R3-W2| success
      A r-1 k |                            R3-| success
      A r-1 k |                              -| success
      remaining k 3 v3
    `);
    assert.deepEqual(found(analysis), []);
    assert.equal(analysis.verdict, 'ok');
    assert.equal(analysis.counts['idempotent-replay'], 4);
    assert.equal(analysis.ledger.confirmed, 2);
    assert.equal(analysis.rowFlags[2], ROW_FLAG.idempotentReplay);
  });

  it('is not an attempt that lost to its own sibling and repeated its answer', () => {
    const analysis = checked(`
      initial k 5 v1
      A r-1 k |-R1=5-----W3---|             success
      A r-1 k |        R2=4--W3=3-|         success
      B r-2 k |-R1=5-W2=4-|                 success
      remaining k 3 v3
    `);
    assert.deepEqual(found(analysis), []);
    assert.equal(analysis.verdict, 'ok');
    assert.equal(analysis.rowFlags[0], ROW_FLAG.idempotentReplay);
  });

  it('cannot be told where the trace has no write_version', () => {
    const analysis = checked(`
      no write_version
      initial k 5 v1
      A r-1 k read 1 success
      A r-1 k read 2 success
      remaining k 3 v3
    `);
    assert.deepEqual(found(analysis), []);
    assert.equal(analysis.verdict, 'unknown');
    assert.match(analysis.unknownBecause.join('\n'), /no write_version/);
    assert.ok(analysis.possible.length > 0);
  });
});
