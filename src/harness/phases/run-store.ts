import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { openStore } from '../store/open-store.ts';
import { inNamespace, parseStoreUrl, servedMemory, type StoreKind } from '../store/store-url.ts';
import type { VersionedStore } from '../store/versioned-store.ts';
import { asSentence, startProcess } from '../worker/service-process.ts';

/** A store that belongs to one run alone. */
export interface RunStore {
  readonly kind: StoreKind;
  readonly store: VersionedStore;
  /** By which other processes open the same one. */
  readonly url: string;
  /** Aborted, with an error that is a whole sentence, when what holds it has ended by itself; absent where it is no process of the run. */
  readonly gone?: AbortSignal;
}

/**
 * Works with a store of the run's own where `url` says: on a server in a new namespace, which is removed afterwards; for
 * SQLite in a file that must not exist yet, and stays; `memory:` in that of a process of its own. So a run replaces
 * nothing that anybody has.
 * @throws Error on a URL that names no store
 */
export async function withRunStore<T>(url: string, work: (run: RunStore) => Promise<T>): Promise<T> {
  const { kind, namespace } = parseStoreUrl(url);
  if (kind === 'sqlite') return withSqliteFile(url, work);
  if (kind === 'memory') return withMemoryOfItsOwn(work);
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

/** The workers of a run are processes, so what they share is in the memory of another one. */
async function withMemoryOfItsOwn<T>(work: (run: RunStore) => Promise<T>): Promise<T> {
  const token = randomBytes(32).toString('base64url');
  const gone = new AbortController();
  const events = {
    held: () => undefined,
    died: (error: Error) => {
      gone.abort(asSentence(error));
    },
  };
  const server = await startProcess({ role: 'store', id: 'store', token }, events);
  const url = servedMemory(server.port, token);
  const store = openStore(url);
  try {
    return await work({ kind: 'memory', store, url, gone: gone.signal });
  } finally {
    await store.close();
    await server.stop();
  }
}
