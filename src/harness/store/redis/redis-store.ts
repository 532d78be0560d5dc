import { redisConnection } from './connection.ts';
import { taken } from '../taken.ts';
import {
  UnknownKeyError,
  type Confirmation,
  type PutIfOutcome,
  type Stored,
  type TakeOutcome,
  type VersionedStore,
} from '../versioned-store.ts';

/** Arguments: the key, the new value. Gives the new version, or nothing for a key that is not there. */
const PUT = `
  local version = 'version:' .. ARGV[1]
  if redis.call('HEXISTS', KEYS[1], version) == 0 then return false end
  redis.call('HSET', KEYS[1], 'value:' .. ARGV[1], ARGV[2])
  return redis.call('HINCRBY', KEYS[1], version, 1)`;

/**
 * Arguments: the key, the new value, the version that it is based on, and, if the write is to be confirmed, the request
 * id and its confirmation. Gives the new version, the confirmation of an earlier write, or nothing.
 */
const PUT_IF = `
  local version = 'version:' .. ARGV[1]
  local before = ARGV[4] and redis.call('HGET', KEYS[2], ARGV[4])
  if before then return before end
  if redis.call('HGET', KEYS[1], version) ~= ARGV[3] then return false end
  if ARGV[4] then redis.call('HSET', KEYS[2], ARGV[4], ARGV[5]) end
  redis.call('HSET', KEYS[1], 'value:' .. ARGV[1], ARGV[2])
  return redis.call('HINCRBY', KEYS[1], version, 1)`;

/**
 * Arguments: the key, and, if the taking is to be confirmed, the request id and the key as JSON. Gives the new value and
 * version, the confirmation of an earlier write, 0 where no unit is left, or nothing for a key that is not there.
 */
const TAKE = `
  local value, version = 'value:' .. ARGV[1], 'version:' .. ARGV[1]
  local before = ARGV[2] and redis.call('HGET', KEYS[2], ARGV[2])
  if before then return before end
  local left = redis.call('HGET', KEYS[1], value)
  if not left then return false end
  if tonumber(left) < 1 then return 0 end
  local after = { redis.call('HINCRBY', KEYS[1], value, -1), redis.call('HINCRBY', KEYS[1], version, 1) }
  if ARGV[2] then
    local confirmation = '{"key":%s,"readVersion":%.0f,"writeVersion":%.0f,"value":%.0f}'
    redis.call('HSET', KEYS[2], ARGV[2], confirmation:format(ARGV[3], after[2] - 1, after[2], after[1]))
  end
  return after`;

/**
 * The inventory in a Redis hash, and the confirmations in another. A write is a Lua script: Redis runs each without any
 * other command in between, in one round trip and on a connection that others share, which WATCH and MULTI cannot.
 * @param url as Redis's own clients take it
 */
export async function redisStore(url: string, namespace: string, timeoutMs: number): Promise<VersionedStore> {
  // Two hashes. The braces keep both on one node of a Redis cluster, where one script may touch them together.
  const keys = [`{${namespace}}:records`, `{${namespace}}:confirmations`] as const;
  const [records, confirmations] = keys;
  const redis = await redisConnection(url, timeoutMs);
  const { client } = redis;

  const run = (script: string, ...values: readonly (string | number)[]) =>
    redis.answer(client.eval(script, { keys: [...keys], arguments: values.map(String) }));

  async function get(key: string): Promise<Stored | undefined> {
    const [value, version] = await redis.answer(client.hmGet(records, [`value:${key}`, `version:${key}`]));
    return value === null || version === null
      ? undefined
      : { value: Number(value), version: Number(version) };
  }

  async function put(key: string, value: number): Promise<number> {
    const version = await run(PUT, key, value);
    if (version === null) throw new UnknownKeyError(key);
    return Number(version);
  }

  async function putIf(
    key: string,
    value: number,
    version: number,
    requestId?: string,
  ): Promise<PutIfOutcome> {
    const confirmation: Confirmation = { key, readVersion: version, writeVersion: version + 1, value };
    const confirm = requestId === undefined ? [] : [requestId, JSON.stringify(confirmation)];
    const outcome = await run(PUT_IF, key, value, version, ...confirm);
    if (typeof outcome === 'number') return { kind: 'written', version: outcome };
    if (typeof outcome !== 'string') return { kind: 'refused' };
    return { kind: 'confirmed-before', confirmation: JSON.parse(outcome) as Confirmation };
  }

  async function take(key: string, requestId?: string): Promise<TakeOutcome> {
    const confirm = requestId === undefined ? [] : [requestId, JSON.stringify(key)];
    const outcome = await run(TAKE, key, ...confirm);
    if (outcome === null) throw new UnknownKeyError(key);
    if (Array.isArray(outcome)) return taken({ value: Number(outcome[0]), version: Number(outcome[1]) });
    if (typeof outcome !== 'string') return { kind: 'nothing-left' };
    return { kind: 'confirmed-before', confirmation: JSON.parse(outcome) as Confirmation };
  }

  async function confirmationOf(requestId: string): Promise<Confirmation | undefined> {
    const found = await redis.answer(client.hGet(confirmations, requestId));
    return found === null ? undefined : (JSON.parse(found) as Confirmation);
  }

  async function commits(): Promise<number> {
    return writesIn(await redis.answer(client.hGetAll(records)));
  }

  async function load(inventory: ReadonlyMap<string, number>): Promise<void> {
    const fields = [...inventory].flatMap(([key, value]) => [
      [`value:${key}`, String(value)] as const,
      [`version:${key}`, '1'] as const,
    ]);
    const change = client.multi().del([...keys]);
    if (fields.length > 0) change.hSet(records, new Map(fields));
    await redis.answer(change.exec());
  }

  return {
    versionScheme: 'sequential',
    get,
    put,
    putIf,
    take,
    confirmationOf,
    commits,
    load,
    drop: async () => {
      await redis.answer(client.del([...keys]));
    },
    close: () => redis.close(),
  };
}

/** How often the records of a hash have been written since they were loaded. */
function writesIn(fields: Readonly<Record<string, string>>): number {
  const versions = Object.entries(fields).filter(([field]) => field.startsWith('version:'));
  return versions.reduce((writes, [, version]) => writes + Number(version) - 1, 0);
}
