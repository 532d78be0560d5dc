import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { servedMemory } from '../store/memory/driver.ts';
import { namespacesOn, openStore } from '../store/open-store.ts';
import { STORES, type StoreKind } from '../store/registry.ts';
import { filePath } from '../store/store-driver.ts';
import { inNamespace, parseStoreUrl } from '../store/store-url.ts';
import type { VersionedStore } from '../store/versioned-store.ts';
import { asSentence, startProcess } from '../worker/service-process.ts';
import { isLeftOver, ownName } from './owner.ts';
import { whenThere, type Waiting } from './when-there.ts';

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
 * Works with a store of the run's own where `url` says: on a server in a new namespace, which is removed afterwards; in a
 * file that must not exist yet, and stays; `memory:` in that of a process of its own. So a run replaces
 * nothing that was there before. A server that is not there, or just starting, is waited for, before the work and whenever the
 * inventory is loaded; and what runs that were killed have left on it is removed.
 * @throws Error on a URL that names no store, or if a server is not there after all
 */
export async function withRunStore<T>(
  url: string,
  work: (run: RunStore) => Promise<T>,
  waiting?: Waiting,
): Promise<T> {
  const { kind } = parseStoreUrl(url);
  switch (STORES[kind].place) {
    case 'file':
      return withFile(url, work);
    case 'process':
      return withMemoryOfItsOwn(work);
    case 'server':
      return withNamespace(url, work, waiting);
  }
}

/** Characters of the URL's namespace that leave room for the owner in the 48 that a namespace may have. */
const SHORTENED = 20;

async function withNamespace<T>(
  url: string,
  work: (run: RunStore) => Promise<T>,
  waiting?: Waiting,
): Promise<T> {
  const { kind, namespace } = parseStoreUrl(url);
  const beginning = namespace.slice(0, SHORTENED);
  const own = inNamespace(url, ownName(beginning));
  const store = openStore(own);
  const load: VersionedStore['load'] = (inventory) => whenThere(() => store.load(inventory), waiting);
  try {
    await whenThere(() => store.commits(), waiting);
    await removeLeftOvers(url, beginning);
    return await work({ kind, store: { ...store, load }, url: own });
  } finally {
    // What the run came to is worth more than a namespace that is left on a server which is gone: the next run removes it.
    await store.drop().catch(() => undefined);
    await store.close();
  }
}

/** What cannot be removed stays: the run that begins now does not depend on it. */
async function removeLeftOvers(url: string, beginning: string): Promise<void> {
  const names = await namespacesOn(url, `${beginning}-`).catch(() => []);
  for (const name of names.filter(isLeftOver)) {
    const left = openStore(inNamespace(url, name));
    await left.drop().catch(() => undefined);
    await left.close();
  }
}

async function withFile<T>(url: string, work: (run: RunStore) => Promise<T>): Promise<T> {
  const { kind } = parseStoreUrl(url);
  const path = filePath(url);
  if (existsSync(path))
    throw new Error(
      `${path} exists, and a run replaces all that its store holds; name a file that is not there`,
    );
  const store = openStore(url);
  try {
    return await work({ kind, store, url });
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
