import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Searches } from '../../../../src/extension/sites/searches.ts';

/** Files that come and go, a clock that is set by hand, and the names that were searched for. */
function searching() {
  const state = { files: ['a/x.ts'], nowMs: 0, searched: [] as string[] };
  const searches = new Searches<string>(
    (name) => {
      state.searched.push(name);
      return Promise.resolve(state.files.filter((file) => file.endsWith(name)));
    },
    () => state.nowMs,
  );
  return { state, searches };
}

describe('searches for files by name', () => {
  it('are made once for a name, whether it was found or not', async () => {
    const { state, searches } = searching();
    for (const name of ['x.ts', 'none.ts', 'x.ts', 'none.ts', 'none.ts'])
      assert.deepEqual(await searches.filesNamed(name, false), name === 'x.ts' ? ['a/x.ts'] : []);
    assert.deepEqual(state.searched, ['x.ts', 'none.ts']);
  });

  it('are made once for questions that are asked at the same time', async () => {
    const { state, searches } = searching();
    await Promise.all([searches.filesNamed('x.ts', false), searches.filesNamed('x.ts', false)]);
    assert.deepEqual(state.searched, ['x.ts']);
  });

  it('are made anew for a person who waits, after half a minute, and in other folders', async () => {
    const { state, searches } = searching();
    assert.deepEqual(await searches.filesNamed('y.ts', false), []);
    state.files = ['b/y.ts'];
    assert.deepEqual(await searches.filesNamed('y.ts', false), []);
    assert.deepEqual(await searches.filesNamed('y.ts', true), ['b/y.ts']);
    assert.deepEqual(await searches.filesNamed('y.ts', false), ['b/y.ts']);
    state.files = [];
    state.nowMs = 30_000;
    assert.deepEqual(await searches.filesNamed('y.ts', false), []);
    state.files = ['c/y.ts'];
    searches.forget();
    assert.deepEqual(await searches.filesNamed('y.ts', false), ['c/y.ts']);
    assert.equal(state.searched.length, 4);
  });
});
