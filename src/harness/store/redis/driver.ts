import { lazyStore } from '../decorators/lazy-store.ts';
import type { StoreAddress, StoreDriver } from '../store-driver.ts';
import { redisConnection } from './connection.ts';
import { redisStore } from './redis-store.ts';
import { runInRedis } from './run.ts';
import { REDIS_QUERIES, redisRows } from './rows.ts';

/** Two hashes of Redis. */
export const redis = {
  urls: /^rediss?:\/\//,
  form: 'redis://…',
  place: 'server',
  packages: ['@redis/client'],
  open: ({ server, namespace, timeoutMs }) =>
    lazyStore('sequential', () => redisStore(server, namespace, timeoutMs)),
  namespaces: hashesOn,
  reader: { queries: REDIS_QUERIES, rows: redisRows },
  run: runInRedis,
} as const satisfies StoreDriver;

async function hashesOn({ server, timeoutMs }: StoreAddress, beginning: string): Promise<string[]> {
  const connection = await redisConnection(server, timeoutMs);
  const names = new Set<string>();
  try {
    let cursor = '0';
    do {
      const found = await connection.answer(
        connection.client.scan(cursor, { MATCH: `{${beginning}*}:*`, COUNT: 1000 }),
      );
      for (const key of found.keys) names.add(key.slice(1, key.indexOf('}')));
      ({ cursor } = found);
    } while (cursor !== '0');
    return [...names];
  } finally {
    await connection.close();
  }
}
