import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ROW_FLAG } from '../../../../src/core/words/codes.ts';
import { checked, found } from './history-language.ts';

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
