import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../../../src/core/check/analyze.ts';
import { checked, found, historyOf } from './history-language.ts';
import { ROW_FLAG } from '../../../../src/core/words/codes.ts';

describe('a stale-version write', () => {
  it('is a write accepted after its base was replaced; its witness is the write that replaced it', () => {
    const analysis = checked(`
      initial seat-7 1 v1
      A r-1 seat-7 |--R1=1--W2=0--|      success
      B r-2 seat-7 |----R1=1---W2=0--|   success
      remaining seat-7 0 v2
    `);
    assert.equal(analysis.verdict, 'violation');
    assert.deepEqual(found(analysis), [
      'stale-version-write 3 2',
      'invariant-mismatch',
      'unconditional-pattern 3',
    ]);
    assert.deepEqual(analysis.findings[0]!.data, {
      base: 1,
      made: 2,
      current: 2,
      overtakers: 1,
      timing: 'overlapped',
    });
    assert.equal(analysis.rowFlags[0], ROW_FLAG.inChain | ROW_FLAG.witness);
    assert.equal(analysis.rowFlags[1], ROW_FLAG.staleWrite | ROW_FLAG.error | ROW_FLAG.info);
  });

  it('is found where the store numbers the versions, so that none is made twice', () => {
    const analysis = checked(`
      scheme sequential
      A r-1 k read 1 write 2 success
      B r-2 k read 1 write 3 success
      C r-3 k read 1 write 4 success
      D r-4 k read 4 write 5 success
    `);
    assert.deepEqual(found(analysis), [
      'stale-version-write 3 2',
      'stale-version-write 4 2 3',
      'unconditional-pattern 3',
    ]);
  });

  it('is found in whatever order the file has the rows', () => {
    const analysis = checked(`
      D r-4 k |        R4-W5| success
      B r-2 k |-R1----W3|     success
      C r-3 k |R1------W4|    success
      A r-1 k |-R1-W2|        success
    `);
    assert.deepEqual(found(analysis), [
      'stale-version-write 3 5',
      'stale-version-write 4 5 3',
      'unconditional-pattern 3',
    ]);
  });

  it('names at most eight rows, the one that replaced the base first', () => {
    const chain = Array.from({ length: 30 }, (_, v) => `A r-${v} k read ${v + 1} write ${v + 2} success`);
    const [first] = checked(
      `scheme sequential\n${chain.join('\n')}\nB r-x k read 1 write 32 success`,
    ).findings;
    assert.equal(first?.code, 'stale-version-write');
    assert.deepEqual(first.rows, [30, 0, 1, 2, 3, 4, 5, 6]);
  });

  it('is proved by a jump in sequential versions, though the writer that it overtook is not in the trace', () => {
    const analysis = checked(`
      scheme sequential
      initial k 9 v1
      A r-1 k read 1 write 3 success
      remaining k 8 v3
    `);
    assert.deepEqual(found(analysis), ['stale-version-write 2', 'unconditional-pattern 2']);
    assert.equal(analysis.findings[0]!.data.untraced, 'the first');
  });

  it('has a timed-out attempt as its witness where only that can have made the version in between', () => {
    const analysis = checked(`
      scheme sequential
      closed
      initial k 9 v1
      A r-1 k read 1 timeout
      B r-2 k read 1 write 3 success
      remaining k 8 v3
    `);
    assert.deepEqual(found(analysis), [
      'stale-version-write 3 2',
      'invariant-mismatch',
      'lost-confirmation 2 3',
      'unconditional-pattern 3',
    ]);
    assert.deepEqual(analysis.ledger.by['stale-version-write'], 1);
    assert.deepEqual(analysis.ledger.by['lost-confirmation'], -1);
    assert.equal(analysis.ledger.unexplained, 0);
  });

  it('is no attempt that overlapped another and was refused', () => {
    const analysis = checked(`
      initial k 2 v1
      A r-1 k |--R1=2--W2=1--|             success
      B r-2 k |----R1=2---W-|              retry
      B r-2 k |             -R2=1--W3=0-|  success
      remaining k 0 v3
    `);
    assert.deepEqual(found(analysis), []);
    assert.equal(analysis.verdict, 'ok');
    assert.deepEqual(analysis.unknownBecause, []);
  });

  it('is no jump in versions that merely grow', () => {
    const analysis = checked(`
      scheme monotonic
      initial k 2 v100
      A r-1 k read 100 write 107 success
      B r-2 k read 107 write 190 success
      remaining k 0 v190
    `);
    assert.deepEqual(found(analysis), []);
    assert.equal(analysis.verdict, 'ok');
  });

  it('cannot be told where the scheme that would prove it is only inferred', () => {
    const analysis = checked(`
      initial k 2 v100
      A r-1 k read 100 write 107 success
      B r-2 k read 107 write 190 success
      remaining k 0 v190
    `);
    assert.deepEqual(analysis.scheme, { scheme: 'monotonic', inferred: true });
    assert.deepEqual(found(analysis), []);
    assert.equal(analysis.verdict, 'unknown');
    assert.match(analysis.unknownBecause.join(), /version_scheme/);
  });

  it('cannot be told of a write that does not say what it read', () => {
    const analysis = checked(`
      initial k 2 v1
      A r-1 k read 1 write 2 success
      B r-2 k write 3 success
      remaining k 0 v3
    `);
    assert.deepEqual(found(analysis), []);
    assert.deepEqual(analysis.unknownBecause, [
      "1 write without a read_version on key 'k': stale-version writes cannot be checked",
    ]);
  });

  it('is exact in versions of 19 digits', () => {
    const top = 9223372036854775800n;
    const analysis = checked(`
      scheme sequential
      initial k 3 v${top}
      A r-1 k read ${top} write ${top + 1n} success
      B r-2 k read ${top + 1n} write ${top + 2n} success
      C r-3 k read ${top} write ${top + 3n} success
      remaining k 2 v${top + 3n}
    `);
    assert.deepEqual(
      found(analysis),
      ['stale-version-write 4 2 3', 'unconditional-pattern 4'].toSpliced(1, 0, 'invariant-mismatch'),
    );
  });
});

describe('the unconditional pattern', () => {
  it('is stale writes on a key where nobody was ever refused', () => {
    assert.ok(
      found(
        checked(`
      A r-1 k read 1 write 2 success
      B r-2 k read 1 write 2 success
    `),
      ).includes('unconditional-pattern 3'),
    );
  });

  it('is not there where the stale write began after the newer version was confirmed: it read an old copy', () => {
    const analysis = checked(`
      A r-1 k |-R1-W2-|              success
      B r-2 k            |-R1-W3-|   success
    `);
    assert.deepEqual(found(analysis), ['stale-version-write 3 2', 'stale-read 3 2']);
  });

  it('is there where only the ends are known: an attempt that ended later may have begun before', () => {
    const ends = [1000, 2000].map((end, index) => ({
      ...{ request: `r-${index}`, key: 'k', read: 1, write: 2, result: 'success' as const, end },
    }));
    const analysis = analyze(historyOf(ends), undefined, { accepted: 2, rejected: 0, blank: 0 });
    assert.deepEqual(found(analysis), ['stale-version-write 3 2', 'unconditional-pattern 3']);
    assert.equal(analysis.findings[0]!.data.timing, undefined);
  });

  it('is not there where some attempt was refused', () => {
    assert.deepEqual(
      found(
        checked(`
      A r-1 k read 1 write 2 success
      B r-2 k read 1 write 2 success
      C r-3 k read 1 conflict
    `),
      ),
      ['stale-version-write 3 2'],
    );
  });

  it('is not told of a key whose writes all held, refused or not', () => {
    assert.deepEqual(found(checked(`A r-1 k read 1 write 2 success`)), []);
  });

  it('is, where versions come back, the write whose base was not current then', () => {
    const lines = `
      closed
      scheme opaque
      initial k 3 v7
      A r-1 k |--R7=3-W5=2--|                           success
      B r-2 k |----R7=3-----W5=2--|                     success
      C r-3 k                       |-R5=2-W7=3-|       success
      D r-4 k                                     |-R7=3-W5=2-| success
      remaining k 2 v5
    `;
    assert.deepEqual(found(checked(lines))[0], 'stale-version-write 3 2');
    assert.equal(checked(lines).ledger.by['stale-version-write'], 1);
  });

  it('is one of those that share a base too often where no time says which', () => {
    const analysis = checked(`
      closed
      scheme opaque
      initial k 3 v7
      A r-1 k read 7 write 5 success
      B r-2 k read 7 write 6 success
      remaining k 2 v6
    `);
    assert.equal(analysis.counts['stale-version-write'], 1);
  });
});
