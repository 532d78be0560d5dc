import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { openStore } from './open-store.ts';
import { inNamespace, parseStoreUrl, type StoreKind } from './store-url.ts';
import type { VersionedStore } from './versioned-store.ts';

/** A store that belongs to one run alone. */
export interface RunStore {
  readonly kind: StoreKind;
  readonly store: VersionedStore;
  /** By which other processes open the same one. */
  readonly url: string;
}

/** @throws Error on a URL that names no store, or one that other processes do not see */
export function requireShared(url: string): string {
  if (parseStoreUrl(url).kind !== 'memory') return url;
  throw new Error(
    'the store memory: is seen by one process alone, and the workers of a run are processes of their own; ' +
      'use sqlite:PATH, postgres://…, redis://… or etcd://…',
  );
}

/**
 * Works with a store of the run's own where `url` says: on a server in a new namespace, which is removed afterwards; for
 * SQLite in a file that must not exist yet, and stays. So a run replaces nothing that anybody has.
 * @throws Error on a URL that names no store, or none that several processes share
 */
export async function withRunStore<T>(url: string, work: (run: RunStore) => Promise<T>): Promise<T> {
  const { kind, namespace } = parseStoreUrl(requireShared(url));
  if (kind === 'sqlite') return withSqliteFile(url, work);
  const own = inNamespace(url, `${namespace}-${randomBytes(4).toString('hex')}`);
  const store = openStore(own);
  try {
    return await work({ kind, store, url: own });
  } finally {
    // What the run came to is worth more than a namespace that is left on a server which is gone.
    await store.drop().catch(() => undefined);
    await store.close();
  }
}

async function withSqliteFile<T>(url: string, work: (run: RunStore) => Promise<T>): Promise<T> {
  const path = url.slice('sqlite:'.length);
  if (existsSync(path))
    throw new Error(
      `${path} exists, and a run replaces all that its store holds; name a file that is not there`,
    );
  const store = openStore(url);
  try {
    return await work({ kind: 'sqlite', store, url });
  } finally {
    await store.close();
  }
}
