import type { ClientBase } from 'pg';
import { postgresConnections } from './connections.ts';
import { postgresStatements, type PostgresStatement, type PostgresStatements } from './statements.ts';
import { taken } from '../taken.ts';
import {
  UnknownKeyError,
  type Confirmation,
  type PutIfOutcome,
  type Stored,
  type TakeOutcome,
  type VersionedStore,
} from '../versioned-store.ts';

/** Another statement has confirmed the same request in the meantime. */
const UNIQUE_VIOLATION = '23505';
/** PostgreSQL's 64-bit integers and sums arrive as text. */
type Row = Readonly<Record<string, string>>;

/**
 * The inventory in two tables of a schema that is named after the namespace. The version is a column that the store alone counts up. Every write is one
 * statement under PostgreSQL's default isolation: a condition that waited for another write is decided on what that one
 * left.
 * @param url as PostgreSQL's own clients take it
 */
export async function postgresStore(
  url: string,
  namespace: string,
  timeoutMs: number,
): Promise<VersionedStore> {
  const postgres = await postgresConnections(url, timeoutMs);
  const sql = postgresStatements(namespace.replaceAll('-', '_'));

  async function row(statement: PostgresStatement, ...values: unknown[]): Promise<Row | undefined> {
    return (await postgres.connected((client) => client.query<Row>({ ...statement, values }))).rows[0];
  }

  async function get(key: string): Promise<Stored | undefined> {
    return stored(await row(sql.get, key));
  }

  async function put(key: string, value: number): Promise<number> {
    const written = await row(sql.put, key, value);
    if (written === undefined) throw new UnknownKeyError(key);
    return Number(written.version);
  }

  async function confirmationOf(requestId: string | undefined): Promise<Confirmation | undefined> {
    return requestId === undefined ? undefined : confirmation(await row(sql.confirmationOf, requestId));
  }

  async function putIf(
    key: string,
    value: number,
    version: number,
    requestId?: string,
  ): Promise<PutIfOutcome> {
    const written =
      requestId === undefined
        ? await row(sql.putIf, key, value, version)
        : await row(sql.putIfAndConfirm, key, value, version, requestId).catch(noneIfConfirmedMeanwhile);
    if (written !== undefined) return { kind: 'written', version: Number(written.version) };
    const confirmation = await confirmationOf(requestId);
    return confirmation ? { kind: 'confirmed-before', confirmation } : { kind: 'refused' };
  }

  async function take(key: string, requestId?: string): Promise<TakeOutcome> {
    const after =
      requestId === undefined
        ? await row(sql.take, key)
        : await row(sql.takeAndConfirm, key, requestId).catch(noneIfConfirmedMeanwhile);
    if (after !== undefined) return taken(stored(after)!);
    // Asked in a statement of its own, which sees what a write that the first one waited for has confirmed.
    const confirmation = await confirmationOf(requestId);
    if (confirmation !== undefined) return { kind: 'confirmed-before', confirmation };
    if ((await get(key)) === undefined) throw new UnknownKeyError(key);
    return { kind: 'nothing-left' };
  }

  await postgres
    .connected((client) => client.query(sql.create))
    .catch(async (error: unknown) => {
      await postgres.close();
      throw error;
    });
  return {
    versionScheme: 'sequential',
    get,
    put,
    putIf,
    take,
    confirmationOf,
    commits: async () => Number((await row(sql.commits))?.writes),
    load: (inventory) => postgres.connected((client) => replaceAll(client, sql, inventory)),
    drop: async () => {
      await postgres.connected((client) => client.query(sql.drop));
    },
    close: () => postgres.close(),
  };
}

async function replaceAll(
  client: ClientBase,
  { empty, add }: PostgresStatements,
  inventory: ReadonlyMap<string, number>,
): Promise<void> {
  await client.query('BEGIN');
  await client.query(empty);
  await client.query(add, [[...inventory.keys()], [...inventory.values()]]);
  await client.query('COMMIT');
}

function stored(row: Row | undefined): Stored | undefined {
  return row && { value: Number(row.value), version: Number(row.version) };
}

function confirmation(row: Row | undefined): Confirmation | undefined {
  return (
    row && {
      key: String(row.key),
      readVersion: Number(row.read_version),
      writeVersion: Number(row.write_version),
      value: Number(row.value),
    }
  );
}

function noneIfConfirmedMeanwhile(error: unknown): undefined {
  if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
}
