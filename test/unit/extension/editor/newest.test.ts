import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Newest } from '../../../../src/extension/editor/newest.ts';

describe('the newest request', () => {
  it('is worked on after the one that is running, and those between are not', async () => {
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const newest = new Newest<number>((request) => {
      begun.push(request);
      return new Promise((resolve) => ends.push(resolve));
    });
    for (const request of [1, 2, 3]) newest.take(request);
    assert.deepEqual(begun, [1]);
    ends[0]!();
    await Promise.resolve();
    assert.deepEqual(begun, [1, 3]);
    ends[1]!();
    await Promise.resolve();
    newest.take(4);
    assert.deepEqual(begun, [1, 3, 4]);
  });
});
