import type { VersionScheme } from '../../core/index.ts';
import { STORES } from './registry.ts';
import type { StoreDriver, StoreRow } from './store-driver.ts';
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

/** What a query finds in the store that a user's own service keeps, which is not changed. */
export interface StoreRows {
  readonly rows: readonly StoreRow[];
  /** How the store numbers the versions of these rows, where it does that. */
  readonly scheme: VersionScheme | undefined;
}

/** The rows of a query. @throws Error if the URL names no store that can be asked, or as the store says it */
export async function queryStore(url: string, query: string): Promise<StoreRows> {
  const { kind, ...address } = parseStoreUrl(url);
  const { reader } = STORES[kind];
  if (reader === undefined) throw new Error(`a ${kind} store has no records of another program`);
  return { rows: await reader.rows(address, query), scheme: reader.scheme };
}

/**
 * Runs statements on the store that a user's own service keeps. @throws Error if the URL names no store that takes any, or as
 * the store says it
 */
export async function runStatements(url: string, statements: string): Promise<void> {
  const { kind, ...address } = parseStoreUrl(url);
  const driver: StoreDriver = STORES[kind];
  if (driver.run === undefined) throw new Error(`a ${kind} store takes no statements; use a command instead`);
  await driver.run(address, statements);
}
