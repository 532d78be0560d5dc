import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { withRunStore } from '../../../../src/harness/phases/run-store.ts';
import { openStore } from '../../../../src/harness/store/open-store.ts';
import { StoreTimeoutError, UnknownKeyError } from '../../../../src/harness/store/versioned-store.ts';
import { childrenOf } from '../processes.ts';

const directory = mkdtempSync(join(tmpdir(), 'race-trace-run-store-'));
after(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe('the store of a run', () => {
  const nothing = () => Promise.resolve();

  it('is the memory of a process of its own, that others share while the run lasts', async () => {
    let url = '';
    await withRunStore('memory:', async (run) => {
      url = run.url;
      await run.store.load(new Map([['seat', 2]]));
      const other = openStore(url);
      assert.equal((await other.take('seat', 'r-1')).kind, 'taken');
      await assert.rejects(other.put('nothing', 1), UnknownKeyError);
      await other.close();
      const stranger = openStore(url.replace(/[^/]+$/, 'wrong'));
      await assert.rejects(stranger.get('seat'), /the token is missing or wrong/);
      await stranger.close();
      assert.deepEqual(await run.store.get('seat'), { value: 1, version: 2 });
      assert.equal(childrenOf(process.pid).length, 1);
    });
    assert.deepEqual(childrenOf(process.pid), []);
    await assert.rejects(openStore(url).get('seat'), StoreTimeoutError);
  });

  it('is no file that somebody has', async () => {
    const url = `sqlite:${join(directory, 'store.sqlite')}`;
    await withRunStore(url, ({ store }) => store.load(new Map([['seat', 1]])));
    await assert.rejects(withRunStore(url, nothing), /exists.*name a file that is not there/);
    const store = openStore(url);
    assert.equal((await store.get('seat'))?.value, 1);
    await store.close();
  });
});
