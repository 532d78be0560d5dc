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
    assert.equal(analysis.history.strings[analysis.findings[0]!.key], 'm');
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

describe('a lost confirmation', () => {
  it('is a version that only a timed-out attempt can have made; the next in the chain is its witness', () => {
    const analysis = checked(`
      closed
      initial k 5 v1
      A r-1 k read 1 timeout
      B r-2 k read 2 write 3 success
      remaining k 3 v3
    `);
    assert.deepEqual(found(analysis), ['lost-confirmation 2 3']);
    assert.equal(analysis.verdict, 'ok');
    assert.equal(analysis.ledger.mismatch, -1);
    assert.equal(analysis.ledger.by['lost-confirmation'], -1);
    assert.equal(analysis.rowFlags[0], ROW_FLAG.info | ROW_FLAG.inChain);
  });

  it('is shown by the version at which the store ended', () => {
    const analysis = checked(`
      closed
      initial k 5 v1
      A r-1 k read 1 timeout
      B r-2 k read 2 timeout
      remaining k 3 v3
    `);
    assert.deepEqual(found(analysis), ['lost-confirmation 2 3', 'lost-confirmation 3']);
    assert.equal(analysis.ledger.unexplained, 0);
    assert.equal(analysis.verdict, 'ok');
  });

  it('is shown by a later read of its version', () => {
    assert.deepEqual(
      found(
        checked(`
      closed
      scheme sequential
      A r-1 k read 1 timeout
      B r-2 k read 2 rejected
    `),
      ),
      ['lost-confirmation 2 3'],
    );
  });

  it('bridges versions that merely grow, where no other writer can have made them', () => {
    const drawing = `
      scheme monotonic
      initial k 5 v10
      A r-1 k read 10 timeout
      B r-2 k read 17 timeout
      C r-3 k read 30 write 41 success
      remaining k 2 v41
    `;
    const analysis = checked(`closed\n${drawing}`);
    assert.deepEqual(found(analysis), ['lost-confirmation 2 3', 'lost-confirmation 3 4']);
    assert.deepEqual(
      analysis.findings.map(({ data }) => data.made),
      [17, 30],
    );
    assert.equal(analysis.verdict, 'ok');
    assert.equal(checked(drawing).verdict, 'unknown');
  });

  it('counts in excess where the request was confirmed by another write', () => {
    const { ledger } = checked(`
      closed
      initial k 5 v1
      A r-1 k read 1 timeout
      A r-1 k read 2 write 3 success
      remaining k 3 v3
    `);
    assert.equal(ledger.excessUnits, 1);
  });

  it('is not a timed-out attempt that left no version', () => {
    const analysis = checked(`
      initial k 5 v1
      A r-1 k read 1 timeout
      B r-2 k read 1 write 2 success
      remaining k 4 v2
    `);
    assert.deepEqual(found(analysis), []);
    assert.equal(analysis.verdict, 'ok');
  });

  it('is not one that a later answer of its request confirmed by naming its version', () => {
    const analysis = checked(`
      initial k 5 v1
      A r-1 k read 1 timeout
      A r-1 k read 2 write 2 success
      remaining k 4 v2
    `);
    assert.deepEqual(found(analysis), []);
    assert.equal(analysis.verdict, 'ok');
    assert.equal(analysis.ledger.mismatch, 0);
  });

  it('cannot be told where nobody says at which version the store ended', () => {
    const analysis = checked(`
      initial k 5
      A r-1 k read 1 timeout
      remaining k 4
    `);
    assert.deepEqual(found(analysis), []);
    assert.equal(analysis.verdict, 'unknown');
    assert.match(analysis.unknownBecause.join('\n'), /does not say which versions the store had/);
  });

  it('bridges one version and no more, also in versions of 19 digits', () => {
    const top = 9223372036854775800n;
    const analysis = checked(`
      initial k 5 v${top}
      A r-1 k read ${top} timeout
      B r-2 k read ${top + 2n} write ${top + 3n} success
      remaining k 3 v${top + 3n}
    `);
    const [lost] = analysis.possible.filter(({ code }) => code === 'lost-confirmation');
    assert.equal(lost, undefined, 'only an error is told as possible');
    assert.match(analysis.unknownBecause.join('\n'), /1 gap in the versions on key 'k'/);
  });

  it('cannot be told of a gap that no timed-out attempt fits: a writer outside the trace made', () => {
    const analysis = checked(`
      initial k 5 v1
      A r-1 k - timeout
      B r-2 k read 2 write 3 success
      remaining k 3 v3
    `);
    assert.equal(analysis.counts['lost-confirmation'], 0);
    assert.match(analysis.unknownBecause.join('\n'), /1 gap in the versions on key 'k'/);
  });
});
