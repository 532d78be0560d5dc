import { etcdStore } from './etcd/etcd-store.ts';
import { lazyStore } from './decorators/lazy-store.ts';
import { memoryStore } from './memory/memory-store.ts';
import { postgresStore } from './postgres/postgres-store.ts';
import { redisStore } from './redis/redis-store.ts';
import { remoteStore } from './remote-store.ts';
import { sqliteStore } from './sqlite/sqlite-store.ts';
import { etcdPlace, parseStoreUrl, type StoreUrl } from './store-url.ts';
import type { VersionedStore } from './versioned-store.ts';

/**
 * Opens the store that a URL names: `sqlite:PATH`, shared by every process that opens it, `memory:`, seen by this process
 * alone unless the URL says who serves it, or a server: `postgres://`, `redis://`, `etcd://`. A server is connected to at the first call; how long a call
 * waits for it is the URL's `?timeoutMs=5000`, and what the store keeps there lies under the URL's
 * `?namespace=race-trace`: a schema, a prefix of keys.
 * @throws Error on any other URL, and SqliteMissingError where the runtime has no SQLite
 */
export function openStore(url: string): VersionedStore {
  const { kind, server, timeoutMs, namespace } = parseStoreUrl(url);
  switch (kind) {
    case 'memory':
      return memory(server, timeoutMs);
    case 'sqlite':
      return sqliteStore(url.slice('sqlite:'.length));
    case 'postgres':
      return lazyStore('sequential', () => postgresStore(server, namespace, timeoutMs));
    case 'redis':
      return lazyStore('sequential', () => redisStore(server, namespace, timeoutMs));
    case 'etcd':
      return etcd({ server, timeoutMs, namespace });
  }
}

function memory(server: string, timeoutMs: number): VersionedStore {
  const [, port, token] = /:(\d+)\/(.+)$/.exec(server) ?? [];
  return port === undefined || token === undefined
    ? memoryStore()
    : remoteStore(Number(port), token, timeoutMs);
}

function etcd({ server, timeoutMs, namespace }: Omit<StoreUrl, 'kind'>): VersionedStore {
  const { endpoints, folder } = etcdPlace(server);
  return lazyStore('monotonic', () =>
    Promise.resolve(etcdStore(endpoints, `${folder}${namespace}/`, timeoutMs)),
  );
}
