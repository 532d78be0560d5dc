/** Versions of which only equality counts: tags and hashes of a content, numbers too where the manifest says so. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checked, found } from './history-language.ts';

const verdictAndErrors = (drawing: string) => {
  const analysis = checked(drawing);
  return [analysis.verdict, ...found(analysis)];
};

describe('versions without an order', () => {
  it('are written by a timed-out attempt whatever their numbers are', () => {
    assert.deepEqual(
      verdictAndErrors(`
        scheme opaque
        closed
        initial k 3 v5
        remaining k 2 v3
        a r1 k read 5 write 3 timeout`),
      ['ok', 'lost-confirmation 2'],
    );
  });

  const SEEN = `
    scheme opaque
    initial k 3 v5
    remaining k 2 v7
    a r1 k read 5 write 7 success
    b r2 k read 2 conflict`;

  it('show a writer outside the trace where one was read that nothing made, whatever its number is', () => {
    assert.deepEqual(verdictAndErrors(SEEN), ['unknown']);
  });

  it('have a gap where one was read that nothing made, although no other writer is there', () => {
    assert.deepEqual(verdictAndErrors(`closed\n${SEEN}`), ['violation', 'version-gap 3']);
  });

  it('may be made by a timed-out attempt without being seen', () => {
    const { verdict, possible } = checked(`
      scheme opaque
      closed
      initial k 3 v5
      remaining k 2 v7
      a r1 k read 5 write 7 success
      b r2 k read 5 timeout`);
    assert.deepEqual([verdict, possible[0]?.code], ['unknown', 'stale-version-write']);
  });

  it('are walked along themselves where rows have no times', () => {
    const { verdict, ledger } = checked(`
      scheme opaque
      closed
      initial k 3 v5
      remaining k 1 v1
      a r1 k read 5=3 write 2=2 success
      b r2 k read 2=2 write 1=1 timeout`);
    assert.deepEqual([verdict, ledger.by['lost-confirmation']], ['ok', -1]);
  });

  it('that the store ended with after they had been replaced were made again outside the trace', () => {
    assert.deepEqual(
      verdictAndErrors(`
        scheme opaque
        initial k 2 v2
        remaining k 2 v2
        a r1 k read 2 write 9 units 2 success`),
      ['unknown'],
    );
  });

  it('make a stale write and a mismatch only possible where another one came back', () => {
    const { verdict, findings, possible } = checked(`
      scheme opaque
      initial k 8 v8
      remaining k 6 v6
      a r0 k read 8=8 write 6=6 success
      b r1 k read 8=8 write 6=6 success`);
    assert.deepEqual([verdict, findings.filter(({ level }) => level === 'error')], ['unknown', []]);
    assert.deepEqual(
      possible.map(({ code }) => code),
      ['stale-version-write', 'invariant-mismatch'],
    );
  });

  it('are made by the attempt that says its base, where another one of its request may have repeated it', () => {
    assert.deepEqual(
      verdictAndErrors(`
        scheme opaque
        closed
        initial k 9 v9
        remaining k 8 v1
        a r1 k write 1=8 success
        b r1 k read 9=9 write 1=8 success`),
      ['ok'],
    );
  });
});
