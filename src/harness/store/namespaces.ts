import { etcdGateway } from './etcd/gateway.ts';
import { postgresConnections } from './postgres/connections.ts';
import { redisConnection } from './redis/connection.ts';
import { etcdPlace, parseStoreUrl } from './store-url.ts';

/**
 * The namespaces on a server whose names begin so, as a store's URL names them; none for a store that is on no server.
 * @throws Error if the server does not answer
 */
export async function namespacesOn(url: string, beginning: string): Promise<readonly string[]> {
  const { kind, server, timeoutMs } = parseStoreUrl(url);
  switch (kind) {
    case 'postgres':
      return schemasOn(server, beginning, timeoutMs);
    case 'redis':
      return hashesOn(server, beginning, timeoutMs);
    case 'etcd':
      return prefixesOn(server, beginning, timeoutMs);
    case 'memory':
    case 'sqlite':
      return [];
  }
}

async function schemasOn(server: string, beginning: string, timeoutMs: number): Promise<string[]> {
  const postgres = await postgresConnections(server, timeoutMs);
  const text = 'SELECT nspname FROM pg_namespace WHERE starts_with(nspname, $1)';
  const values = [beginning.replaceAll('-', '_')];
  try {
    const { rows } = await postgres.connected((client) =>
      client.query<{ nspname: string }>({ text, values }),
    );
    return rows.map(({ nspname }) => nspname.replaceAll('_', '-'));
  } finally {
    await postgres.close();
  }
}

async function hashesOn(server: string, beginning: string, timeoutMs: number): Promise<string[]> {
  const redis = await redisConnection(server, timeoutMs);
  const names = new Set<string>();
  try {
    let cursor = '0';
    do {
      const found = await redis.answer(
        redis.client.scan(cursor, { MATCH: `{${beginning}*}:*`, COUNT: 1000 }),
      );
      for (const key of found.keys) names.add(key.slice(1, key.indexOf('}')));
      ({ cursor } = found);
    } while (cursor !== '0');
    return [...names];
  } finally {
    await redis.close();
  }
}

/** From one namespace to the next: a namespace may hold a key for every request of a run. */
async function prefixesOn(server: string, beginning: string, timeoutMs: number): Promise<string[]> {
  const { endpoints, folder } = etcdPlace(server);
  const etcd = etcdGateway(endpoints, timeoutMs);
  const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');
  const names: string[] = [];
  const end = base64(`${folder}${beginning}~`);
  try {
    for (let from = `${folder}${beginning}`; ;) {
      const body = { key: base64(from), range_end: end, limit: 1, keys_only: true };
      const { kvs = [] } = (await etcd.call({ path: 'kv/range', body, repeatable: true })) as {
        kvs?: readonly { readonly key: string }[];
      };
      const [first] = kvs;
      if (first === undefined) return names;
      const [name = ''] = Buffer.from(first.key, 'base64').toString('utf8').slice(folder.length).split('/');
      names.push(name);
      // The character after `/`: what comes behind every key of this namespace.
      from = `${folder}${name}0`;
    }
  } finally {
    etcd.close();
  }
}
