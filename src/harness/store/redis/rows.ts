import type { StoreAddress, StoreRow } from '../store-driver.ts';
import { redisConnection, type RedisConnection } from './connection.ts';

/** How a query of Redis is written, for help and errors. */
export const REDIS_QUERIES = 'GET stock:*, HGETALL stock, or HMGET item:* left [version]';

/** Keys that are asked for in one call. */
const AT_ONCE = 500;

/**
 * The rows of a query: `GET` has a record in each key, `HMGET` in each hash, `HGETALL` in each field of one hash. A `*`
 * stands for any text, which then is the record's key; without one the key is that of Redis.
 */
export async function redisRows(
  { server, timeoutMs }: StoreAddress,
  query: string,
): Promise<readonly StoreRow[]> {
  const [command = '', pattern = '', ...fields] = query.trim().split(/\s+/);
  const read = readerOf(command.toUpperCase(), fields);
  if (read === undefined || pattern.split('*').length > 2)
    throw new Error(`${JSON.stringify(query)} is no query of Redis; there are ${REDIS_QUERIES}`);
  const redis = await redisConnection(server, timeoutMs);
  try {
    return await read(redis, pattern);
  } finally {
    await redis.close();
  }
}

type Reader = (redis: RedisConnection, pattern: string) => Promise<readonly StoreRow[]>;

function readerOf(command: string, fields: readonly string[]): Reader | undefined {
  if (command === 'GET' && fields.length === 0) return texts;
  if (command === 'HGETALL' && fields.length === 0) return fieldsOfHash;
  const [value, version] = fields;
  if (command !== 'HMGET' || value === undefined || fields.length > 2) return undefined;
  return (redis, pattern) => hashes(redis, pattern, value, version);
}

const texts: Reader = async (redis, pattern) => {
  const rows: StoreRow[] = [];
  for (const keys of await keysLike(redis, pattern, 'string')) {
    const values = await redis.answer(redis.client.mGet(keys.map(({ key }) => key)));
    for (const [at, value] of values.entries()) if (value !== null) rows.push({ key: keys[at]!.name, value });
  }
  return rows;
};

const fieldsOfHash: Reader = async (redis, hash) => {
  const fields = await redis.answer(redis.client.hGetAll(hash));
  return Object.entries(fields).map(([key, value]) => ({ key, value }));
};

async function hashes(
  redis: RedisConnection,
  pattern: string,
  valueField: string,
  versionField: string | undefined,
): Promise<readonly StoreRow[]> {
  const rows: StoreRow[] = [];
  const fields = versionField === undefined ? [valueField] : [valueField, versionField];
  for (const keys of await keysLike(redis, pattern, 'hash'))
    for (const { key, name } of keys) {
      const [value, version] = await redis.answer(redis.client.hmGet(key, fields));
      if (value !== null) rows.push({ key: name, value, version });
    }
  return rows;
}

interface NamedKey {
  readonly key: string;
  /** What the pattern's `*` stands for in it. */
  readonly name: string;
}

/** The keys of a type that a pattern matches, as lots that may be asked for in one call. */
async function keysLike(
  redis: RedisConnection,
  pattern: string,
  type: 'string' | 'hash',
): Promise<readonly (readonly NamedKey[])[]> {
  const [before = '', after] = pattern.split('*');
  if (after === undefined) return [[{ key: pattern, name: pattern }]];
  const plain = (text: string) => text.replaceAll(/[[\]?\\]/g, '\\$&');
  const found = new Set<string>();
  let cursor = '0';
  do {
    const lot = await redis.answer(
      redis.client.scan(cursor, { MATCH: `${plain(before)}*${plain(after)}`, COUNT: 1000, TYPE: type }),
    );
    for (const key of lot.keys) found.add(key);
    ({ cursor } = lot);
  } while (cursor !== '0');
  const keys = Array.from(found, (key) => ({
    key,
    name: key.slice(before.length, key.length - after.length),
  }));
  return Array.from({ length: Math.ceil(keys.length / AT_ONCE) }, (_, lot) =>
    keys.slice(lot * AT_ONCE, (lot + 1) * AT_ONCE),
  );
}
