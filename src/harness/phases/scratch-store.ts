import { join } from 'node:path';
import { withRunStore, type RunStore } from './run-store.ts';
import { withScratchFolder } from './scratch-folder.ts';

/** Works with a store of its own, of which nothing is left afterwards. */
export function withScratchStore<T>(work: (run: RunStore) => Promise<T>): Promise<T> {
  return withScratchFolder((folder) => withRunStore(`sqlite:${join(folder, 'store.sqlite')}`, work));
}
