import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../store/open-store.ts';
import type { VersionedStore } from '../store/versioned-store.ts';

/** A store, and the URL by which other processes open the same one. */
export interface SharedStore {
  readonly store: VersionedStore;
  readonly url: string;
}

/** Works with a store of its own in a folder of its own, of which nothing is left afterwards, even if this process exits. */
export async function withScratchStore<T>(work: (shared: SharedStore) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'race-trace-'));
  const remove = () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', remove);
  try {
    const url = `sqlite:${join(folder, 'store.sqlite')}`;
    const store = openStore(url);
    try {
      return await work({ store, url });
    } finally {
      await store.close();
    }
  } finally {
    process.off('exit', remove);
    remove();
  }
}
