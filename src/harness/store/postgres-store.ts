import { postgresConnections } from './postgres-connections.ts';
import {
  UnknownKeyError,
  type Confirmation,
  type PutIfOutcome,
  type Stored,
  type VersionedStore,
} from './versioned-store.ts';

/** One transaction; the lock keeps two processes from creating the same table at once, which PostgreSQL refuses. */
const SCHEMA = `
  SELECT pg_advisory_xact_lock(hashtext('race_trace'));
  CREATE SCHEMA IF NOT EXISTS race_trace;
  CREATE TABLE IF NOT EXISTS race_trace.inventory (
    key text PRIMARY KEY, value bigint NOT NULL, version bigint NOT NULL
  );
  CREATE TABLE IF NOT EXISTS race_trace.confirmation (
    request_id text PRIMARY KEY, key text NOT NULL,
    read_version bigint NOT NULL, write_version bigint NOT NULL, value bigint NOT NULL
  );
`;

const GET = statement('get', `SELECT value, version FROM race_trace.inventory WHERE key = $1`);
const PUT = statement(
  'put',
  `UPDATE race_trace.inventory SET value = $2, version = version + 1 WHERE key = $1 RETURNING version`,
);
const PUT_IF = statement(
  'put-if',
  `UPDATE race_trace.inventory SET value = $2, version = version + 1
  WHERE key = $1 AND version = $3 RETURNING version`,
);
/** The write and its confirmation in one statement: both take effect, or neither. */
const PUT_IF_AND_CONFIRM = statement(
  'put-if-and-confirm',
  `WITH written AS (
    UPDATE race_trace.inventory SET value = $2, version = version + 1
    WHERE key = $1 AND version = $3
      AND NOT EXISTS (SELECT FROM race_trace.confirmation WHERE request_id = $4)
    RETURNING version
  )
  INSERT INTO race_trace.confirmation (request_id, key, read_version, write_version, value)
  SELECT $4, $1, $3, version, $2 FROM written RETURNING write_version AS version`,
);
const CONFIRMATION_OF = statement(
  'confirmation-of',
  `SELECT key, read_version, write_version, value FROM race_trace.confirmation WHERE request_id = $1`,
);
const COMMITS = statement(
  'commits',
  `SELECT coalesce(sum(version - 1), 0) AS writes FROM race_trace.inventory`,
);
/** Not TRUNCATE, which makes new files and waits for the disk. */
const EMPTY = 'DELETE FROM race_trace.inventory; DELETE FROM race_trace.confirmation';
const ADD = `
  INSERT INTO race_trace.inventory
  SELECT key, value, 1 FROM unnest($1::text[], $2::bigint[]) AS record (key, value)`;

/** Another statement has confirmed the same request in the meantime. */
const UNIQUE_VIOLATION = '23505';
/** PostgreSQL's 64-bit integers and sums arrive as text. */
type Row = Readonly<Record<string, string>>;

/** A statement with a name is prepared once per connection. */
interface Statement {
  readonly name: string;
  readonly text: string;
}

function statement(name: string, text: string): Statement {
  return { name: `race_trace ${name}`, text };
}

/**
 * The inventory in two tables of the schema `race_trace`. The version is a column that the store alone counts up. Every
 * write is one statement under PostgreSQL's default isolation: a condition that waited for another write is decided on
 * what that one left.
 * @param url as PostgreSQL's own clients take it
 */
export async function postgresStore(url: string, timeoutMs: number): Promise<VersionedStore> {
  const postgres = await postgresConnections(url, timeoutMs);

  async function row(statement: Statement, ...values: unknown[]): Promise<Row | undefined> {
    return (await postgres.connected((client) => client.query<Row>({ ...statement, values }))).rows[0];
  }

  async function get(key: string): Promise<Stored | undefined> {
    const found = await row(GET, key);
    return found && { value: Number(found.value), version: Number(found.version) };
  }

  async function put(key: string, value: number): Promise<number> {
    const written = await row(PUT, key, value);
    if (written === undefined) throw new UnknownKeyError(key);
    return Number(written.version);
  }

  async function confirmationOf(requestId: string): Promise<Confirmation | undefined> {
    const found = await row(CONFIRMATION_OF, requestId);
    return (
      found && {
        key: String(found.key),
        readVersion: Number(found.read_version),
        writeVersion: Number(found.write_version),
        value: Number(found.value),
      }
    );
  }

  async function putIf(
    key: string,
    value: number,
    version: number,
    requestId?: string,
  ): Promise<PutIfOutcome> {
    const written =
      requestId === undefined
        ? await row(PUT_IF, key, value, version)
        : await row(PUT_IF_AND_CONFIRM, key, value, version, requestId).catch(noneIfConfirmedMeanwhile);
    if (written !== undefined) return { kind: 'written', version: Number(written.version) };
    const confirmation = requestId === undefined ? undefined : await confirmationOf(requestId);
    return confirmation ? { kind: 'confirmed-before', confirmation } : { kind: 'refused' };
  }

  async function load(inventory: ReadonlyMap<string, number>): Promise<void> {
    await postgres.connected(async (client) => {
      await client.query('BEGIN');
      await client.query(EMPTY);
      await client.query(ADD, [[...inventory.keys()], [...inventory.values()]]);
      await client.query('COMMIT');
    });
  }

  await postgres
    .connected((client) => client.query(SCHEMA))
    .catch(async (error: unknown) => {
      await postgres.close();
      throw error;
    });
  return {
    versionScheme: 'sequential',
    get,
    put,
    putIf,
    confirmationOf,
    commits: async () => Number((await row(COMMITS))?.writes),
    load,
    close: () => postgres.close(),
  };
}

function noneIfConfirmedMeanwhile(error: unknown): undefined {
  if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
}
