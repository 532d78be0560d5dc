/**
 * The kinds of store, each with the URLs that name one. `memory:` is within one process; when a process serves it to
 * those of a run, the URL goes on with its port and its secret.
 */
const KINDS = {
  memory: /^memory:(\/\/127\.0\.0\.1:\d+\/[\w-]+)?$/,
  sqlite: /^sqlite:./,
  postgres: /^postgres(ql)?:\/\//,
  redis: /^rediss?:\/\//,
  etcd: /^etcd:\/\//,
} as const;
export type StoreKind = keyof typeof KINDS;
export const STORE_KINDS = Object.keys(KINDS) as readonly StoreKind[];

/** Whether there is a store of this kind. */
export function isStoreKind(name: string): name is StoreKind {
  return Object.hasOwn(KINDS, name);
}

const FORMS = 'sqlite:PATH, memory:, postgres://…, redis://… and etcd://HOST:PORT[,HOST:PORT…][/PREFIX]';
const TIMEOUT_MS = 5000;
const NAMESPACE = 'race-trace';

/** A store's URL, taken apart. */
export interface StoreUrl {
  readonly kind: StoreKind;
  /** The URL without what is ours in it, which a driver might refuse. */
  readonly server: string;
  /** How long a call waits for a server. */
  readonly timeoutMs: number;
  /** Under which name a server keeps what is ours, apart from whatever else it holds: letters, digits and `-`. */
  readonly namespace: string;
}

/** Reads a store's URL; of a server, `?timeoutMs=5000` and `?namespace=race-trace` are ours. @throws Error on any other */
export function parseStoreUrl(url: string): StoreUrl {
  const kind = (Object.keys(KINDS) as StoreKind[]).find((name) => KINDS[name].test(url));
  if (kind === undefined) throw new Error(`no store ${JSON.stringify(url)}; there are ${FORMS}`);
  if (kind === 'memory' || kind === 'sqlite')
    return { kind, server: url, timeoutMs: TIMEOUT_MS, namespace: NAMESPACE };
  const { server, timeoutMs = String(TIMEOUT_MS), namespace = NAMESPACE } = withoutOurs(url);
  if (!/^[a-z][a-z0-9-]{0,47}$/.test(namespace) || !/^\d+$/.test(timeoutMs))
    throw new Error(
      `${JSON.stringify(url)}: a namespace has small letters, digits and -, and timeoutMs is a whole number`,
    );
  return { kind, server, timeoutMs: Number(timeoutMs), namespace };
}

/** The members of the cluster that an etcd URL names, each as `host:port`, and what its keys begin with: nothing, or `PREFIX/`. @throws Error on any other URL */
export function etcdPlace(server: string): {
  readonly endpoints: readonly string[];
  readonly folder: string;
} {
  const parts = /^etcd:\/\/([^/?#,]+:\d+(?:,[^/?#,]+:\d+)*)(?:\/([^?#]*?))?\/?$/.exec(server);
  if (parts === null)
    throw new Error(`${JSON.stringify(server)} is not etcd://HOST:PORT[,HOST:PORT…][/PREFIX]`);
  const [, hosts = '', prefix = ''] = parts;
  return { endpoints: hosts.split(','), folder: prefix === '' ? '' : `${prefix}/` };
}

/** The URL by which other processes open a memory that one of them serves on a port, to the bearers of a secret. */
export function servedMemory(port: number, token: string): string {
  return `memory://127.0.0.1:${port}/${token}`;
}

/** The same store, in another namespace of its server: of two that a URL names, the last one holds. */
export function inNamespace(url: string, namespace: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}namespace=${namespace}`;
}

/** Taken out by hand: the platform's URLs cannot hold several hosts, and what is left must stay as it was written. */
function withoutOurs(url: string): { server: string; timeoutMs?: string; namespace?: string } {
  const [server = '', query] = url.split(/\?(.*)/s);
  const parts = (query ?? '').split('&').filter((part) => part !== '');
  const rest = parts.filter((part) => !/^(timeoutMs|namespace)=/.test(part));
  const ours = Object.fromEntries(
    parts.filter((part) => !rest.includes(part)).map((part) => part.split('=', 2) as [string, string]),
  );
  return { server: rest.length === 0 ? server : `${server}?${rest.join('&')}`, ...ours };
}
