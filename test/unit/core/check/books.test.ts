import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checked, found } from './history-language.ts';

describe('the invariant', () => {
  it('fails by one in the race for one seat: two confirmed, one taken, inventory not even negative', () => {
    const analysis = checked(`
      initial seat-7 1 v1
      A r-1 seat-7 |--R1=1--W2=0--|      success
      B r-2 seat-7 |----R1=1---W2=0--|   success
      remaining seat-7 0 v2
    `);
    const { ledger } = analysis;
    assert.equal(ledger.confirmed, 2);
    assert.equal(ledger.mismatch, 1);
    assert.equal(ledger.by['stale-version-write'], 1);
    assert.equal(ledger.unexplained, 0);
    assert.deepEqual(analysis.findings.find(({ code }) => code === 'invariant-mismatch')?.data, {
      confirmed: 2,
      taken: 1,
    });
    assert.equal(analysis.mechanism[0]?.name, 'race');
    assert.match(analysis.mechanism[0].evidence, /effect on the books \+1 unit, mismatch \+1$/);
  });

  it('holds in the same race with a conditional write', () => {
    const analysis = checked(`
      initial seat-7 1 v1
      A r-1 seat-7 |--R1=1--W2=0--|           success
      B r-2 seat-7 |----R1=1---W--|           retry
      B r-2 seat-7                |-R2=0-|    rejected
      remaining seat-7 0 v2
    `);
    assert.equal(analysis.verdict, 'ok');
    assert.deepEqual(found(analysis), []);
    assert.equal(analysis.ledger.mismatch, 0);
    assert.deepEqual(analysis.mechanism, []);
  });

  it('fails where the store lost a unit that nobody was told of', () => {
    const analysis = checked(`
      initial k 9 v1
      A r-1 k read 1 write 2 success
      remaining k 7 v2
    `);
    assert.deepEqual(found(analysis), ['invariant-mismatch']);
    assert.equal(analysis.ledger.mismatch, -1);
    assert.equal(analysis.ledger.unexplained, -1);
  });

  it('is kept per key: two keys that are wrong in opposite ways do not cancel', () => {
    const analysis = checked(`
      initial k 5 v1
      initial m 5 v1
      A r-1 k read 1 write 2 success
      B r-2 m read 1 write 2 success
      remaining k 5 v2
      remaining m 3 v2
    `);
    assert.deepEqual(found(analysis), ['invariant-mismatch', 'invariant-mismatch']);
    assert.equal(analysis.ledger.mismatch, 0);
    assert.deepEqual(
      analysis.keys.map(({ ledger }) => ledger.mismatch),
      [1, -1],
    );
  });

  it('leaves room for every timed-out attempt, and fails only outside it', () => {
    const verdictOf = (remaining: number): string => {
      const analysis = checked(`
        closed
        initial k 9
        A r-1 k read 1 write 2 success
        B r-2 k - timeout
        C r-3 k - timeout
        remaining k ${remaining}
      `);
      return `${analysis.verdict} ${found(analysis).join()}`;
    };
    assert.equal(verdictOf(9), 'violation invariant-mismatch');
    assert.equal(verdictOf(8), 'unknown ');
    assert.equal(verdictOf(7), 'unknown ');
    assert.equal(verdictOf(6), 'unknown ');
    assert.equal(verdictOf(5), 'violation invariant-mismatch');
  });

  it('cannot be told without a manifest, or for a key that the manifest does not have', () => {
    const without = checked('A r-1 k read 1 write 2 success');
    const lacking = checked(`
      initial k 5 v1
      A r-1 k read 1 write 2 success
      B r-2 m read 1 write 2 success
      remaining k 4 v2
    `);
    assert.equal(without.verdict, 'unknown');
    assert.equal(without.ledger.mismatch, undefined);
    assert.deepEqual(without.unknownBecause, [
      "no initial and remaining inventory in a manifest on key 'k': the invariant cannot be checked; race-trace books writes one",
    ]);
    assert.equal(lacking.verdict, 'unknown');
    assert.equal(lacking.ledger.mismatch, undefined);
    assert.match(lacking.unknownBecause.join('\n'), /on key 'm'/);
  });

  it('cannot be told where rows were refused: each may have taken units, or given some back', () => {
    const verdictOf = (remaining: number): string =>
      checked(`
        rejected 1
        initial k 9 v1
        A r-1 k read 1 write 2 success
        remaining k ${remaining} v2
      `).verdict;
    assert.equal(verdictOf(7), 'unknown');
    assert.equal(verdictOf(6), 'unknown');
    assert.equal(verdictOf(9), 'unknown');
    assert.equal(verdictOf(8), 'unknown');
  });

  it('cannot be told where the books balance but do not follow from the writes', () => {
    const DRAWN = `
      initial k 9 v1
      A r-1 k read 1 timeout
      B r-2 k read 2 write 3 success
      remaining k 8 v3
    `;
    const analysis = checked(DRAWN);
    assert.equal(analysis.verdict, 'unknown');
    assert.equal(analysis.possible[0]?.code, 'invariant-mismatch');
    assert.equal(checked(`closed\n${DRAWN}`).verdict, 'violation');
  });
});

describe('the ledger', () => {
  it('charges a stale write with the updates that it undid', () => {
    const { ledger } = checked(`
      scheme sequential
      initial k 9 v1
      A r-1 k read 1=9 write 2=8 success
      B r-2 k read 2=8 write 3=7 success
      C r-3 k read 1=9 write 4=8 success
      remaining k 8 v4
    `);
    assert.equal(ledger.mismatch, 2);
    assert.equal(ledger.by['stale-version-write'], 2);
    assert.equal(ledger.unexplained, 0);
  });

  it('needs no values where versions and the initial inventory say the same', () => {
    const { ledger } = checked(`
      scheme sequential
      initial k 9 v1
      A r-1 k read 1 write 2 success
      B r-2 k read 2 write 3 success
      C r-3 k read 1 write 4 success
      remaining k 8 v4
    `);
    assert.equal(ledger.by['stale-version-write'], 2);
    assert.equal(ledger.unexplained, 0);
  });

  it('knows the causes, though not the mismatch, without any books', () => {
    const { ledger } = checked(`
      A r-1 k read 1=9 write 2=8 success
      B r-2 k read 1=9 write 2=8 success
    `);
    assert.equal(ledger.by['stale-version-write'], 1);
    assert.equal(ledger.mismatch, undefined);
    assert.equal(ledger.unexplained, 0);
  });

  it('puts what a write outside the trace took under its own name', () => {
    const { ledger } = checked(`
      initial k 9 v1
      A r-1 k read 2=7 write 3=6 success
      remaining k 6 v3
    `);
    assert.equal(ledger.mismatch, -2);
    assert.equal(ledger.by['outside the trace'], -2);
    assert.equal(ledger.unexplained, 0);
  });

  it('charges no duplicate that took nothing by its own values', () => {
    const { ledger } = checked(`
      initial k 9 v1
      A r-1 k read 1=9 write 2=8 success
      A r-1 k read 2=8 write 3=8 success
      remaining k 8 v3
    `);
    assert.equal(ledger.by['duplicate-confirmation'], 0);
    assert.equal(ledger.mismatch, 0);
    assert.equal(ledger.confirmedTwice, 1);
    assert.equal(ledger.excessUnits, 0);
  });
});

describe('negative inventory', () => {
  it('is a value below zero that was written, read, or left in the store', () => {
    assert.deepEqual(found(checked('A r-1 k read 1=0 write 2=-1 success')), ['negative-inventory 2']);
    assert.deepEqual(found(checked('A r-1 k read 1=-1 rejected')), ['negative-inventory 2']);
    assert.deepEqual(
      found(
        checked(`
      initial k 0 v1
      A r-1 k read 1 write 2 success
      remaining k -1 v2
    `),
      ),
      ['negative-inventory'],
    );
  });

  it('is not zero, nor what a refused attempt meant to write', () => {
    assert.deepEqual(
      found(
        checked(`
      A r-1 k read 1=1 write 2=0 success
      B r-2 k read 2=0 write =-1 conflict
    `),
      ),
      [],
    );
  });

  it('cannot be told of a timed-out write unless it was applied', () => {
    assert.deepEqual(found(checked('B r-2 k read 2=0 write =-1 timeout')), []);
    assert.deepEqual(
      found(
        checked(`
      initial k 0 v2
      B r-2 k read 2=0 write 3=-1 timeout
      remaining k -1 v3
    `),
      ),
      ['negative-inventory 2', 'lost-confirmation 2'],
    );
  });
});
