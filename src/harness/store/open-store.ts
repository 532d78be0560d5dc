import { STORES } from './registry.ts';
import { parseStoreUrl } from './store-url.ts';
import type { VersionedStore } from './versioned-store.ts';

/**
 * Opens the store that a URL names. A file or a server is shared by every process that opens it; `memory:` is seen by this
 * process alone unless the URL names the process that serves it. A server is connected to at the first call; how long a call
 * waits for it is the URL's `?timeoutMs=5000`, and what the store keeps there lies under the URL's
 * `?namespace=race-trace`: a schema, a prefix of keys.
 * @throws Error on a URL that names no store, and SqliteMissingError where the runtime has no SQLite
 */
export function openStore(url: string): VersionedStore {
  const { kind, ...address } = parseStoreUrl(url);
  return STORES[kind].open(address);
}

/**
 * The namespaces on a server whose names begin so, as a store's URL names them; none for a store that is on no server.
 * @throws Error if the server does not answer
 */
export async function namespacesOn(url: string, beginning: string): Promise<readonly string[]> {
  const { kind, ...address } = parseStoreUrl(url);
  const driver = STORES[kind];
  return driver.place === 'server' ? driver.namespaces(address, beginning) : [];
}
