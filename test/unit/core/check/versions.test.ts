import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checked, found } from './history-language.ts';

describe('version reuse', () => {
  it('is one version made from two different ones', () => {
    const analysis = checked(`
      scheme monotonic
      A r-1 k read 1 write 5 success
      B r-2 k read 3 write 5 success
      C r-3 k read 1 write 3 success
    `);
    assert.equal(analysis.counts['version-reuse'], 1);
    assert.ok(found(analysis).includes('version-reuse 2 3'));
    assert.ok(analysis.mechanism.some(({ name }) => name === 'storage transaction problem'));
  });

  it('is a write that made the version it had read, or an earlier one', () => {
    assert.ok(found(checked('A r-1 k read 3=5 write 3=4 success')).includes('version-reuse 2'));
    assert.ok(found(checked('A r-1 k read 3 write 2 success')).includes('version-reuse 2'));
  });

  it('is not a write that left version and value as they were: that confirmed without a write', () => {
    assert.deepEqual(found(checked('A r-1 k read 3 write 3 success')), ['confirmation-without-write 2']);
  });

  it('is not two blind writers that counted on from the same version: that is a stale write', () => {
    const { counts } = checked(`
      A r-1 k read 1 write 2 success
      B r-2 k read 1 write 2 success
    `);
    assert.equal(counts['version-reuse'], 0);
    assert.equal(counts['stale-version-write'], 1);
  });

  it('is not an answer repeated after later reads', () => {
    assert.equal(
      checked(`
      A r-1 k read 1 write 2 success
      A r-1 k read 7 write 2 success
    `).counts['version-reuse'],
      0,
    );
  });

  it('cannot be told of one row where the row that it repeats may be missing', () => {
    const analysis = checked(`
      rejected 1
      A r-1 k read 3 write 2 success
    `);
    assert.deepEqual(found(analysis), []);
    assert.match(analysis.possible[0]?.hangsOn ?? '', /some rows could not be read/);
  });
});

describe('a phantom read', () => {
  it('is of a version that nobody can have written', () => {
    const analysis = checked(`
      closed
      initial k 5 v1
      A r-1 k read 1 write 2 success
      B r-2 k read 9 conflict
      remaining k 4 v2
    `);
    assert.deepEqual(found(analysis), ['phantom-read 3']);
    assert.equal(analysis.verdict, 'violation');
  });

  it('is of one version more than timed-out attempts can have made', () => {
    const drawing = (read: number): string => `
      closed
      scheme sequential
      initial k 5 v1
      A r-1 k read 1 timeout
      B r-2 k read ${read} conflict
    `;
    assert.deepEqual(found(checked(drawing(2))), ['lost-confirmation 2 3']);
    assert.equal(checked(drawing(3)).verdict, 'violation');
    assert.equal(checked(drawing(4)).counts['no-lawful-world'], 1);
  });

  it('is not of the initial version or an earlier one', () => {
    assert.deepEqual(
      found(
        checked(`
      initial k 5 v4
      A r-1 k read 4 rejected
      B r-2 k read 2 rejected
    `),
      ),
      [],
    );
  });

  it('is not of a version within a gap, where a writer outside the trace certainly wrote', () => {
    const analysis = checked(`
      initial k 5 v1
      A r-1 k read 3 write 4 success
      B r-2 k read 2 conflict
      B r-2 k read 3 conflict
      remaining k 2 v4
    `);
    assert.deepEqual(found(analysis), []);
    assert.equal(analysis.ledger.unexplained, -2);
  });

  it('cannot be told where the writer may be among rows that are missing', () => {
    for (const fact of ['rejected 1', 'incomplete']) {
      const analysis = checked(`
        ${fact}
        initial k 5 v1
        B r-2 k read 9 conflict
        remaining k 5 v1
      `);
      assert.deepEqual(found(analysis), []);
      assert.equal(analysis.verdict, 'unknown');
      assert.match(analysis.unknownBecause.join('\n'), /1 gap in the versions on key 'k' \(up to v9\)/);
    }
  });
});

describe('a stale read', () => {
  it('began after a newer version had been confirmed', () => {
    const analysis = checked(`
      A r-1 k |-R1-W2-|              success
      B r-2 k |          R1-|        rejected
    `);
    assert.deepEqual(found(analysis), ['stale-read 3 2']);
    assert.equal(analysis.findings[0]!.level, 'warning');
    assert.equal(analysis.keys[0]!.warnings, 1);
  });

  it('comes besides the stale write that it led to', () => {
    assert.deepEqual(
      found(
        checked(`
      scheme sequential
      A r-1 k |-R1-W2-|              success
      C r-3 k |        R2-W3-|       success
      B r-2 k |           R1-W4|     success
    `),
      ),
      ['stale-version-write 4 2 3', 'stale-read 4 2', 'unconditional-pattern 4'],
    );
  });

  it('is one of an attempt that timed out too, and one after a write that does not say what it read', () => {
    const drawing = (first: string, result: string): string => `
      A r-1 k ${first}              success
      B r-2 k |          R1--|          ${result}
    `;
    assert.ok(found(checked(drawing('|-R1-W2-|', 'timeout'))).includes('stale-read 3 2'));
    assert.ok(found(checked(drawing('|----W2-|', 'rejected'))).includes('stale-read 3 2'));
  });

  it('is not one whose write was refused: that is the mechanism working', () => {
    assert.deepEqual(
      found(
        checked(`
      A r-1 k |-R1-W2-|              success
      B r-2 k |          R1-W-|      conflict
    `),
      ),
      [],
    );
  });

  it('is not one that overlapped the confirmation', () => {
    assert.deepEqual(
      found(
        checked(`
      A r-1 k |-R1-W2-----|          success
      B r-2 k |       R1-|           rejected
    `),
      ),
      [],
    );
  });

  it('cannot be told without times, and does not keep the verdict from ok: it is no error', () => {
    const analysis = checked(`
      initial k 1 v1
      A r-1 k read 1 write 2 success
      B r-2 k read 1 rejected
      remaining k 0 v2
    `);
    assert.deepEqual(found(analysis), []);
    assert.equal(analysis.verdict, 'ok');
  });
});

describe('the version scheme', () => {
  it('is the manifest’s', () => {
    assert.deepEqual(checked('scheme monotonic\nA r-1 k read 1 write 2 success').scheme, {
      scheme: 'monotonic',
      inferred: false,
    });
  });

  it('is inferred to be sequential where only stale writes jump', () => {
    assert.deepEqual(
      checked(`
      A r-1 k read 1 write 2 success
      B r-2 k read 1 write 3 success
    `).scheme,
      { scheme: 'sequential', inferred: true },
    );
  });

  it('is inferred to be monotonic from one jump', () => {
    assert.equal(
      checked(`
      A r-1 k read 1 write 2 success
      B r-2 k read 2 write 4 success
    `).scheme.scheme,
      'monotonic',
    );
  });
});
