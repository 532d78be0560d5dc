import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withRunStore, type RunStore } from '../store/run-store.ts';

/** Works with a store of its own in a folder of its own, of which nothing is left afterwards, even if this process exits. */
export async function withScratchStore<T>(work: (run: RunStore) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'race-trace-'));
  const remove = () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', remove);
  try {
    return await withRunStore(`sqlite:${join(folder, 'store.sqlite')}`, work);
  } finally {
    process.off('exit', remove);
    remove();
  }
}
