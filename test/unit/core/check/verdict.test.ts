import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checked, found } from './history-language.ts';

const SOUND = `
  initial k 5 v1
  A r-1 k read 1 write 2 success
  remaining k 4 v2
`;

describe('the verdict', () => {
  it('is ok where all checks ran on all rows and found nothing', () => {
    const { verdict, unknownBecause } = checked(SOUND);
    assert.equal(verdict, 'ok');
    assert.deepEqual(unknownBecause, []);
  });

  it('is unknown for a trace without attempts', () => {
    const { verdict, unknownBecause } = checked('');
    assert.equal(verdict, 'unknown');
    assert.deepEqual(unknownBecause, ['no attempts: there is nothing to check']);
  });

  for (const [fact, reason] of [
    ['rejected 2', /2 rows could not be read/],
    ['incomplete', /never said that it had finished/],
    [
      'invalid 125 of 3041 requests were sent.',
      /^the run calls itself invalid: 125 of 3041 requests were sent$/,
    ],
    [
      'no read_version',
      /^no read_version: stale-version writes and phantom reads cannot be checked; the version that each attempt read would/,
    ],
    ['no write_version', /^no write_version: stale-version writes/],
  ] as const)
    it(`is unknown with the reason by name: ${fact}`, () => {
      const { verdict, unknownBecause } = checked(`${fact}\n${SOUND}`);
      assert.equal(verdict, 'unknown');
      assert.equal(unknownBecause.length, 1);
      assert.match(unknownBecause[0]!, reason);
    });

  it('is a violation where one is proved, even if the run calls itself invalid', () => {
    const { verdict } = checked(`
      invalid Nobody asked.
      initial k 5 v1
      A r-1 k read 1 write 2 success
      B r-2 k read 1 write 3 success
      remaining k 4 v3
    `);
    assert.equal(verdict, 'violation');
  });

  it('is unknown, and nothing is found, where reads follow from writes that are not recorded', () => {
    const analysis = checked(`
      no write_version
      initial k 5
      A r-1 k read 1 success
      B r-2 k read 2 success
      C r-3 k read 1 timeout
      remaining k 3
    `);
    assert.deepEqual(found(analysis), []);
    assert.equal(analysis.verdict, 'unknown');
  });

  it('is a violation where units are gone from a key of which a whole trace has no row', () => {
    const analysis = checked(`
      closed
      ${SOUND}
      initial m 5 v1
      remaining m 4 v2
      initial untouched 5 v1
      remaining untouched 5 v1
    `);
    assert.deepEqual(found(analysis), ['version-gap']);
    assert.equal(analysis.history.strings.at(analysis.findings[0]!.key), 'm');
    const { initial, remaining, mismatch, unexplained } = analysis.ledger;
    assert.deepEqual(
      { initial, remaining, mismatch, unexplained },
      { initial: 15, remaining: 13, mismatch: -1, unexplained: 0 },
    );
    assert.equal(analysis.keys.length, 2, 'k, and m without rows');
  });

  it('is unknown of such a key where rows may be missing', () => {
    const analysis = checked(`
      ${SOUND}
      incomplete
      initial m 5 v1
      remaining m 4 v2
    `);
    assert.equal(analysis.verdict, 'unknown');
    assert.match(analysis.unknownBecause.join('\n'), /gap in the versions on key 'm'/);
  });

  it('is unknown where rows are lost: the books do not balance without them', () => {
    const drawing = `
      rejected 1
      initial k 9 v1
      A r-1 k read 1 write 2 success
      remaining k 4 v6
    `;
    assert.equal(checked(drawing).verdict, 'unknown');
    const lost = checked(`${drawing} lost`);
    assert.equal(lost.verdict, 'unknown');
    assert.match(lost.unknownBecause.join('\n'), /further rows are lost/);
  });

  it('is unknown where the file has a column twice', () => {
    const { verdict, unknownBecause } = checked(`${SOUND} twice write_version`);
    assert.equal(verdict, 'unknown');
    assert.deepEqual(unknownBecause, [
      'the file has two columns for write_version: the verdict depends on which of them is right',
    ]);
  });

  it('is unknown of a write without a read version, even if its request timed out before', () => {
    const { verdict, unknownBecause } = checked(`
      initial k 5 v1
      A r-1 k read 1 timeout
      A r-1 k write 2 success
      remaining k 4 v2
    `);
    assert.equal(verdict, 'unknown');
    assert.match(unknownBecause.join('\n'), /1 write without a read_version/);
  });

  it('is unknown of a timed-out attempt that says it wrote no newer version than it read, and bridges no gap with it', () => {
    const drawing = (written: number): string => `
      initial k 5 v0
      A r-1 k read 2 write ${written} timeout
      B r-2 k read 3 write 4 success
      remaining k 4 v4
    `;
    for (const written of [1, 2]) {
      const analysis = checked(drawing(written));
      assert.deepEqual(found(analysis), [], String(written));
      assert.match(
        analysis.unknownBecause.join('\n'),
        /1 timed-out attempt on key 'k' with a write_version not above/,
      );
    }
    assert.deepEqual(found(checked(drawing(3))), ['lost-confirmation 2 3']);
  });

  it('is not in doubt over a timed-out attempt that repeats an answer of its request', () => {
    const { verdict } = checked(`
      initial k 5 v1
      A r-1 k read 1 write 2 success
      A r-1 k read 2 write 2 timeout
      remaining k 4 v2
    `);
    assert.equal(verdict, 'ok');
  });

  it('has no books without any row and any manifest', () => {
    const { ledger } = checked('scheme sequential');
    assert.deepEqual([ledger.initial, ledger.remaining, ledger.mismatch], [undefined, undefined, undefined]);
  });

  it('is a violation where the store ended at an earlier version than was confirmed', () => {
    const analysis = checked(SOUND.replace('v2', 'v1'));
    assert.equal(analysis.counts['lost-write'], 1);
    assert.deepEqual(
      analysis.mechanism.map(({ name }) => name),
      ['storage transaction problem'],
    );
  });

  it('counts what is open over all keys, and names one', () => {
    const { unknownBecause } = checked(`
      initial k 5 v1
      initial m 5 v1
      A r-1 k read 3 write 4 success
      B r-2 k read 6 write 7 success
      C r-3 m read 3 write 4 success
      remaining k 3 v7
      remaining m 4 v4
    `);
    assert.match(unknownBecause.join('\n'), /3 gaps in the versions on 2 keys such as 'k'/);
  });

  it('is a violation with an error whatever else is unknown, and needs no reason', () => {
    const analysis = checked(`
      rejected 5
      incomplete
      A r-1 k read 1 write 2 success
      B r-2 k read 1 write 2 success
    `);
    assert.equal(analysis.verdict, 'violation');
    assert.deepEqual(analysis.unknownBecause, []);
  });

  it('names a key that could clear a terminal as visible text', () => {
    const { unknownBecause } = checked('A r-1 k\u001b[2J read 1 write 2 success');
    assert.match(unknownBecause.join('\n'), /on key 'k\\u\{1b\}\[2J'/);
  });
});

describe('the lists', () => {
  it('have keys worst first: errors, warnings, attempts, name', () => {
    const { keys, history } = checked(`
      A r-1 calm |-R1-W2-|             success
      B r-2 busy |-R1-W2-|             success
      C r-3 busy |    R2-W3-|          success
      D r-4 odd  |-R1-W2-|             success
      E r-5 odd  |          R1-|       rejected
      F r-6 bad  |-R1-W2-|             success
      G r-7 bad  |-R1--W2-|            success
      H r-8 also |-R1-W2-|             success
    `);
    assert.deepEqual(
      keys.map(({ key }) => history.strings.at(key)),
      ['bad', 'odd', 'busy', 'also', 'calm'],
    );
    assert.deepEqual(
      keys.map(({ errors, warnings }) => [errors, warnings]),
      [
        [1, 0],
        [0, 1],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    );
  });

  it('group the rows by key, in the order of time', () => {
    const { keys, rowsByKey, history } = checked(`
      A r-1 k |    R2-W3-|   success
      B r-2 m |-R1-W2-|      success
      C r-3 k |-R1-W2-|      success
      D r-4 k read 3         rejected
    `);
    const lines = (name: string): number[] => {
      const key = keys.find((each) => history.strings.at(each.key) === name)!;
      return [...rowsByKey.subarray(key.from, key.to)].map((row) => history.line[row]!);
    };
    assert.deepEqual(lines('k').toSorted(), [2, 4, 5]);
    assert.deepEqual(lines('m'), [3]);
    const early = checked(`
      A r-1 k     |-R2-W3-|   success
      C r-3 k |-R1-W2-|       success
      D r-4 k read 3          rejected
    `);
    assert.deepEqual([...early.rowsByKey], [1, 0, 2]);
  });

  it('stop at the number asked for, worst code first and then in file order, while counts go on', () => {
    const rows = Array.from({ length: 40 }, (_, i) => `A r-${i} k read 1 write 2 success`);
    const analysis = checked(`most 7\n${rows.join('\n')}`);
    assert.deepEqual(
      found(analysis),
      [3, 4, 5, 6, 7, 8, 9].map((line) => `stale-version-write ${line} 2`),
    );
    assert.equal(analysis.counts['stale-version-write'], 39);
    assert.ok(analysis.rowFlags.subarray(1).every((flags) => (flags & 16) !== 0));
    assert.equal(analysis.keys[0]!.errors, 39);
  });
});
