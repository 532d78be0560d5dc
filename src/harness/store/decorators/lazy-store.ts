import type { VersionScheme } from '../../../core/index.ts';
import type { VersionedStore } from '../versioned-store.ts';

/**
 * A store that connects at its first call, so that opening one needs no waiting. Where the connection fails, that call
 * rejects with the reason and the next one tries again.
 */
export function lazyStore(versionScheme: VersionScheme, open: () => Promise<VersionedStore>): VersionedStore {
  let opening: Promise<VersionedStore> | undefined;
  let closed = false;

  async function store(): Promise<VersionedStore> {
    if (closed) throw new Error('the store is closed');
    opening ??= open();
    try {
      return await opening;
    } catch (error) {
      opening = undefined;
      throw error;
    }
  }

  return {
    versionScheme,
    get: async (key) => (await store()).get(key),
    put: async (key, value) => (await store()).put(key, value),
    putIf: async (...write) => (await store()).putIf(...write),
    take: async (...unit) => (await store()).take(...unit),
    confirmationOf: async (requestId) => (await store()).confirmationOf(requestId),
    commits: async () => (await store()).commits(),
    load: async (inventory) => (await store()).load(inventory),
    drop: async () => (await store()).drop(),
    close: async () => {
      closed = true;
      // A connection that never came about has nothing to close.
      const opened = await opening?.catch(() => undefined);
      await opened?.close();
    },
  };
}
