/** Which attempt of a request wrote decides which cells are a write's own: what a repeated answer read proves nothing. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checked, found } from './history-language.ts';

describe('which attempt wrote', () => {
  it('decides whether the value that a row read is known', () => {
    const { verdict, unknownBecause } = checked(`
      scheme sequential
      closed
      initial k 6 v1
      remaining k 3 v4
      a r0 k read 1=6 write 2=5 success
      b r2 k read 2=5 success
      c r1 k read 3=4 success
      d r1 k read 3 write 4 success`);
    assert.deepEqual([verdict, unknownBecause], ['ok', []]);
  });

  it('decides whether the effect of a writer outside the trace is known', () => {
    const { verdict, possible } = checked(`
      scheme sequential
      initial k 5 v1
      remaining k 6 v4
      a r0 k - timeout
      b r1 k read 2 timeout
      c r1 k read 2=7 write 3=6 success
      d r0 k read 2=7 write 4=6 success
      e r0 k - success`);
    assert.equal(verdict, 'unknown', 'b may have made 3, and a 4: then nothing says what 2 was');
    assert.ok(possible.some(({ code }) => code === 'invariant-mismatch'));
  });

  it('is clear where only one attempt can have made a version, so that its reads stand', () => {
    const { verdict, unknownBecause } = checked(`
      scheme sequential
      closed
      initial k 8 v1
      remaining k 5 v4
      a r0 k read 1 retry 0 timeout
      b r1 k read 2=7 retry 0 timeout
      c r0 k read 1 write 2 retry 1 success
      d r1 k read 3 write 3 retry 0 success
      e r2 k read 3=6 write 4=5 retry 0 success`);
    assert.deepEqual([verdict, unknownBecause], ['ok', []], 'b made 3, and d repeats it');
  });

  it('leaves a version unseen that only a repeated answer read, delivered twice or not', () => {
    const { verdict } = checked(`
      scheme monotonic
      closed
      initial k 8 v2
      remaining k 6 v7
      a r1 k read 4=7 write 7=6 success
      b r1 k - timeout
      a r1 k read 4=7 write 7=6 success`);
    assert.equal(verdict, 'unknown', 'b may have made 7, and then nothing needs to have made 4');
  });

  it('gives its units to the write, and not those of a row that repeats it', () => {
    const { verdict, possible } = checked(`
      scheme sequential
      initial k 3 v1
      remaining k 1 v4
      a r0 k |--R1=3--W2=2--|                                                             timeout
      b r2 k |--R1=3---------W3=2--|                                                      timeout
      c r1 k                        |--R2=2--W4=1--|                                      success
      d r2 k                    |------------------------|                                success
      e r2 k                                                 |--R3--------|               timeout
      f r1 k                         |----------------------------------------------|     success`);
    assert.equal(verdict, 'unknown', 'd may have made 3, and f 4, each from a version that it does not say');
    assert.ok(possible.some(({ code }) => code === 'stale-version-write'));
  });
});

describe('a write that only a timed-out attempt names', () => {
  const ANSWERED = `
      scheme sequential
      closed
      initial k 5 v1
      remaining k 4 v2
      a r1 k read 1 write 2 retry 0 timeout
      b r1 k retry 1 success`;

  it('is confirmed by a success without a version', () => {
    const { verdict, ledger, ...analysis } = checked(ANSWERED);
    assert.deepEqual([verdict, found({ ...analysis, verdict, ledger })], ['ok', []]);
    assert.equal(ledger.confirmed, 1);
  });

  it('is not confirmed by a success that was told before it began', () => {
    const { counts } = checked(`
      scheme sequential
      closed
      initial k 5 v1
      remaining k 4 v2
      a r1 k |-R2-|                    success
      b r1 k          |--R1---W2---|   timeout`);
    assert.deepEqual([counts['confirmation-without-write'], counts['lost-confirmation']], [1, 0]);
  });

  it('is confirmed once, where two attempts of a request wrote', () => {
    const { counts, ledger } = checked(`
      scheme sequential
      closed
      initial k 5 v1
      remaining k 3 v3
      a r1 k read 1 write 2 retry 0 timeout
      b r1 k read 2 write 3 retry 1 timeout
      c r1 k retry 2 success`);
    assert.equal(counts['duplicate-write'], 1);
    assert.deepEqual([ledger.confirmed, ledger.by['duplicate-write']], [1, -1]);
  });

  it('is lost with its confirmation, where the store ended before it', () => {
    const { counts } = checked(`
      scheme sequential
      initial k 5 v1
      remaining k 5 v1
      a r1 k read 1 write 2 retry 0 timeout
      b r1 k retry 1 success`);
    assert.equal(counts['lost-write'], 1);
  });
});

describe('values at one version', () => {
  it('contradict each other where a repeated answer says another one than the store ended with', () => {
    const { counts } = checked(`
      scheme sequential
      initial k 3 v1
      remaining k 2 v2
      a r1 k read 1 write 2 success
      b r1 k write 2=3 success`);
    assert.equal(counts['value-contradiction'], 1);
  });

  it('contradict each other where two attempts read different ones, whatever the write took', () => {
    const rows = ['c r2 k read 2=8 conflict', 'd r2 k read 2=7 conflict'];
    for (const [first, second] of [rows, rows.toReversed()]) {
      const analysis = checked(`
        scheme sequential
        initial k 8 v1
        remaining k 6 v3
        a r1 k read 1=8 success
        b r3 k read 2 write 3=6 units 1 success
        ${first}
        ${second}`);
      const contradiction = analysis.findings.find(({ code }) => code === 'value-contradiction');
      const { strings, clientId } = analysis.history;
      assert.equal(
        strings.at(clientId[contradiction?.rows[0] ?? -1]!),
        'c',
        'whichever comes first in the file',
      );
    }
  });
});

it('a trace that lacks rows may lack the one that made a version, closed or not', () => {
  const { verdict, findings } = checked(`
    scheme sequential
    closed
    incomplete
    initial k 4 v2
    remaining k 2 v4
    a r0 k read 2=4 write 3=3 retry 0 success
    b r0 k read 3=3 retry 1 timeout`);
  assert.deepEqual([verdict, findings.map(({ code }) => code)], ['unknown', []]);
});

describe('a row that was delivered twice', () => {
  it('says no more of a version than once', () => {
    const rows = `
      a r2 k read 1=3 units 1 success
      b r0 k read 1=3 write 2=4 units -1 success
      c r1 k read 3=6 units -1 success
      d r0 k read 4 write 2 units -1 success`;
    const [once, twice] = [rows, rows + rows].map((each) =>
      checked(`scheme sequential\ninitial k 3 v1\nremaining k 8 v4${each}`),
    );
    assert.deepEqual(twice!.counts, once!.counts);
    assert.deepEqual(twice!.ledger, once!.ledger);
  });

  it('is refused once', () => {
    const row = 'b r2 k |---R1----------|                 conflict';
    const { counts } = checked(`
      initial k 3 v1
      remaining k 2 v2
      ${row}
      ${row}
      a r1 k                       |--R1--W2--|       success`);
    assert.equal(counts['refusal-without-cause'], 1);
  });
});

it('versions of the store alone show a writer outside the trace, where no row can have written', () => {
  const { verdict, findings } = checked(`
    scheme sequential
    initial k 5 v1
    remaining k 7 v3
    a r0 k - conflict`);
  assert.deepEqual([verdict, findings], ['unknown', []]);
});
