/** Words fit their numbers: each output is made for 0, 1 and 2 of what it counts. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { agreeing, counted } from '../../../src/core/words/numbers.ts';
import { file } from './check-files.ts';
import { runCli } from './terminal.ts';

const HEADER = 'request_id,inventory_key,client_id,read_version,write_version,result,retry_count\n';
const NOUNS =
  'attempt|row|key|unit|version|request|stale-version write|timed-out attempt|gap|write|confirmation|idempotent replay|cell|column';

/** Where a noun does not fit the number before it: `1 rows`, `2 row`. */
function misfits(text: string): readonly string[] {
  const one = new RegExp(`(?<![\\d,.–+−-])1 (?:${NOUNS})s\\b`, 'g');
  const other = new RegExp(
    `(?<![\\d,.–+−-])(?:0|[2-9]) (?:${NOUNS})\\b(?![- ](?:write|attempt|replay))`,
    'g',
  );
  return [...(text.match(one) ?? []), ...(text.match(other) ?? [])];
}

/** A trace of `n` keys, each with a stale write, a replay, a timeout, a gap, and a row that cannot be read. */
function trace(n: number): string {
  const keys = Array.from({ length: n }, (_, i) => [
    `a${i},k${i},A,1,2,success,0`,
    `b${i},k${i},B,1,3,success,0`,
    `b${i},k${i},B,1,3,success,1`,
    `c${i},k${i},A,3,,timeout,0`,
    `d${i},k${i},A,5,6,success,0`,
    `e${i},k${i},A,6,7,success,0`,
    `e${i},k${i},A,7,8,success,1`,
    `f${i},k${i}`,
  ]);
  return `${HEADER}${keys
    .flat()
    .map((line) => `${line}\n`)
    .join('')}`;
}

describe('numbers in sentences', () => {
  it('are told apart by the test itself', () => {
    assert.deepEqual(misfits('1 rows, 2 row, 0 key, 1 timed-out attempts'), [
      '1 rows',
      '1 timed-out attempts',
      '2 row',
      '0 key',
    ]);
    assert.deepEqual(misfits('1 row, 2 rows, 21 rows, 0 keys, 1 timed-out attempt'), []);
  });

  it('have nouns and verbs that fit them', () => {
    assert.deepEqual(
      [0, 1, 2].map((n) => counted(n, 'row')),
      ['0 rows', '1 row', '2 rows'],
    );
    assert.deepEqual(
      [0, 1, 2].map((n) => agreeing(n, 'is', 'are')),
      ['are', 'is', 'are'],
    );
  });

  for (const n of [0, 1, 2])
    it(`fit in what check prints of ${counted(n, 'key')}`, async () => {
      const path = file(`agree-${n}.trace.csv`, trace(n));
      for (const flags of [[], ['--quiet'], ['--format', 'json']]) {
        const { stdout } = await runCli(['check', ...flags, path]);
        assert.deepEqual(misfits(stdout), []);
        if (flags.length === 0) assert.match(stdout, new RegExp(`${n === 1 ? '1 key' : `${n} keys`} ·`));
      }
    });

  it('fit in the reasons for an unknown verdict', async () => {
    for (const [n, content] of [
      [1, 'its content'],
      [2, 'their content'],
    ] as const) {
      const path = file(`unread-${n}.trace.csv`, `${HEADER}a,k,A,1,2,success,0\n${'x,k\n'.repeat(n)}`);
      const { stdout } = await runCli(['check', path]);
      assert.match(stdout, new RegExp(`${counted(n, 'row')} could not be read: ${content} could change`));
    }
    const { stdout } = await runCli(['check', file('cells.trace.csv', `${HEADER}x\n`)]);
    assert.match(stdout, /1 cell under 7 columns/);
  });
});
