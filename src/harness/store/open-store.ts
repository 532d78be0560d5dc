import { etcdStore } from './etcd-store.ts';
import { lazyStore } from './lazy-store.ts';
import { memoryStore } from './memory-store.ts';
import { postgresStore } from './postgres-store.ts';
import { redisStore } from './redis-store.ts';
import { sqliteStore } from './sqlite-store.ts';
import type { VersionedStore } from './versioned-store.ts';

const FORMS = 'sqlite:PATH, memory:, postgres://…, redis://… and etcd://HOST:PORT[,HOST:PORT…][/PREFIX]';
const TIMEOUT_MS = 5000;

/**
 * Opens the store that a URL names: `sqlite:PATH`, shared by every process that opens it, `memory:`, seen by this process
 * alone, or a server: `postgres://`, `redis://`, `etcd://`. A server is connected to at the first call, and how long a
 * call waits for it is the URL's `?timeoutMs=5000`.
 * @throws Error on any other URL, and SqliteMissingError where the runtime has no SQLite
 */
export function openStore(url: string): VersionedStore {
  if (url === 'memory:') return memoryStore();
  if (url.startsWith('sqlite:')) return sqliteStore(url.slice('sqlite:'.length));
  const { server, timeoutMs } = serverUrl(url);
  if (/^postgres(ql)?:\/\//.test(url)) return lazyStore('sequential', () => postgresStore(server, timeoutMs));
  if (/^rediss?:\/\//.test(url)) return lazyStore('sequential', () => redisStore(server, timeoutMs));
  if (url.startsWith('etcd://')) return etcd(server, timeoutMs);
  throw new Error(`no store ${JSON.stringify(url)}; there are ${FORMS}`);
}

/** The URL without what is ours in it, which a driver might refuse. */
function serverUrl(url: string): { server: string; timeoutMs: number } {
  const ours = /([?&])timeoutMs=(\d+)(&|$)/.exec(url);
  if (ours === null) return { server: url, timeoutMs: TIMEOUT_MS };
  const [text, before, timeoutMs, after] = ours;
  return { server: url.replace(text, after === '&' ? before! : ''), timeoutMs: Number(timeoutMs) };
}

/** Several hosts are more than the platform's URLs can hold. */
function etcd(url: string, timeoutMs: number): VersionedStore {
  const parts = /^etcd:\/\/([^/?#,]+:\d+(?:,[^/?#,]+:\d+)*)(?:\/([^?#]*?))?\/?$/.exec(url);
  if (parts === null) throw new Error(`${JSON.stringify(url)} is not etcd://HOST:PORT[,HOST:PORT…][/PREFIX]`);
  const [, hosts = '', prefix = ''] = parts;
  const below = `${prefix === '' ? 'race-trace' : prefix}/`;
  return lazyStore('monotonic', () => Promise.resolve(etcdStore(hosts.split(','), below, timeoutMs)));
}
