import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { durationIn } from '../../../../src/core/words/duration.ts';

describe('a duration', () => {
  it('has any of the units, and is in the one that is asked for', () => {
    for (const [text, ms, s] of [
      ['0.5ms', 0.5, 0.0005],
      ['500ms', 500, 0.5],
      ['2.3s', 2300, 2.3],
      ['1s', 1000, 1],
      ['1.5m', 90_000, 90],
      ['2h', 7_200_000, 7200],
    ] as const)
      assert.deepEqual([durationIn('ms', text), durationIn('s', text)], [ms, s], text);
  });

  it('is nothing else', () => {
    for (const text of [
      '',
      '30',
      '0s',
      '0.0ms',
      '-1s',
      '1 s',
      '1s ',
      '1S',
      '1.s',
      '.5s',
      '1e3ms',
      '1d',
      'ms',
    ])
      assert.equal(durationIn('s', text), undefined, text);
  });
});
