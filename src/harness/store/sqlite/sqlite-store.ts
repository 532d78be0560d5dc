import type { DatabaseSync } from 'node:sqlite';
import { openFile } from './node-sqlite.ts';
import { promised } from '../promised.ts';
import { taken } from '../taken.ts';
import {
  StoreTimeoutError,
  UnknownKeyError,
  type Confirmation,
  type PutIfOutcome,
  type Stored,
  type TakeOutcome,
  type VersionedStore,
} from '../versioned-store.ts';

const SQLITE_BUSY = 5;

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS inventory (
    key TEXT PRIMARY KEY, value INTEGER NOT NULL, version INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS confirmation (
    request_id TEXT PRIMARY KEY, key TEXT NOT NULL,
    read_version INTEGER NOT NULL, write_version INTEGER NOT NULL, value INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/**
 * The embedded store: one SQLite file that any number of processes share. The version is a column, and the store alone
 * counts it up.
 * @param path the database file; made if it does not exist
 * @param timeoutMs how long a call waits for the file while another process writes
 */
export function sqliteStore(path: string, timeoutMs = 5000): VersionedStore {
  const database = openDatabase(path, timeoutMs);
  const { get, put, putIf, take, confirmationOf, confirm, commits, add } = statements(database);

  function blindWrite(key: string, value: number): number {
    const row = put.get(value, key) as { version: number } | undefined;
    if (row === undefined) throw new UnknownKeyError(key);
    return row.version;
  }

  function conditionalWrite(key: string, value: number, version: number): PutIfOutcome {
    return putIf.run(value, key, version).changes === 1
      ? { kind: 'written', version: version + 1 }
      : { kind: 'refused' };
  }

  function earlierConfirmation(requestId: string): Confirmation | undefined {
    return plain(confirmationOf.get(requestId) as Confirmation | undefined);
  }

  function confirmedWrite(key: string, value: number, version: number, requestId: string): PutIfOutcome {
    const before = earlierConfirmation(requestId);
    if (before !== undefined) return { kind: 'confirmed-before', confirmation: before };
    const outcome = conditionalWrite(key, value, version);
    if (outcome.kind === 'written') confirm.run(requestId, key, version, outcome.version, value);
    return outcome;
  }

  function conditionalTake(key: string): TakeOutcome {
    const after = plain(take.get(key) as Stored | undefined);
    if (after !== undefined) return taken(after);
    if (get.get(key) === undefined) throw new UnknownKeyError(key);
    return { kind: 'nothing-left' };
  }

  function confirmedTake(key: string, requestId: string): TakeOutcome {
    const earlier = earlierConfirmation(requestId);
    if (earlier !== undefined) return { kind: 'confirmed-before', confirmation: earlier };
    const outcome = conditionalTake(key);
    if (outcome.kind === 'taken') {
      const { before, after } = outcome;
      confirm.run(requestId, key, before.version, after.version, after.value);
    }
    return outcome;
  }

  function load(inventory: ReadonlyMap<string, number>): void {
    atomically(database, () => {
      database.exec('DELETE FROM inventory; DELETE FROM confirmation');
      for (const [key, value] of inventory) add.run(key, value);
    });
  }

  return {
    versionScheme: 'sequential',
    get: inTime((key) => plain(get.get(key) as Stored | undefined)),
    put: inTime(blindWrite),
    putIf: inTime((key, value, version, requestId) =>
      requestId === undefined
        ? conditionalWrite(key, value, version)
        : atomically(database, () => confirmedWrite(key, value, version, requestId)),
    ),
    take: inTime((key, requestId) =>
      requestId === undefined
        ? conditionalTake(key)
        : atomically(database, () => confirmedTake(key, requestId)),
    ),
    confirmationOf: inTime(earlierConfirmation),
    commits: inTime(() => (commits.get() as { writes: number }).writes),
    load: inTime(load),
    drop: inTime(() => {
      load(new Map());
    }),
    close: promised(() => {
      database.close();
    }),
  };
}

function openDatabase(path: string, timeoutMs: number): DatabaseSync {
  const database = openFile(path);
  database.exec(`PRAGMA busy_timeout = ${timeoutMs}`);
  database.exec(SCHEMA);
  return database;
}

/** Every statement of the store, prepared once. */
function statements(database: DatabaseSync) {
  return {
    get: database.prepare('SELECT value, version FROM inventory WHERE key = ?'),
    put: database.prepare(
      'UPDATE inventory SET value = ?, version = version + 1 WHERE key = ? RETURNING version',
    ),
    putIf: database.prepare(
      'UPDATE inventory SET value = ?, version = version + 1 WHERE key = ? AND version = ?',
    ),
    take: database.prepare(
      `UPDATE inventory SET value = value - 1, version = version + 1
       WHERE key = ? AND value >= 1 RETURNING value, version`,
    ),
    confirmationOf: database.prepare(
      `SELECT key, read_version AS readVersion, write_version AS writeVersion, value
       FROM confirmation WHERE request_id = ?`,
    ),
    confirm: database.prepare('INSERT INTO confirmation VALUES (?, ?, ?, ?, ?)'),
    commits: database.prepare('SELECT coalesce(sum(version - 1), 0) AS writes FROM inventory'),
    add: database.prepare('INSERT INTO inventory VALUES (?, ?, 1)'),
  };
}

/** The same function, answering with a promise; a file that others hold for too long is a {@link StoreTimeoutError}. */
function inTime<A extends unknown[], R>(work: (...args: A) => R): (...args: A) => Promise<R> {
  return promised((...args: A) => {
    try {
      return work(...args);
    } catch (error) {
      if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
      throw new StoreTimeoutError('the database file was locked for too long', { cause: error });
    }
  });
}

/** SQLite's rows have no prototype; what the store hands out is an ordinary object. */
function plain<T extends object>(row: T | undefined): T | undefined {
  return row && { ...row };
}

/** Runs `change` as one transaction that no other process can interleave with: all of it takes effect, or nothing. */
function atomically<T>(database: DatabaseSync, change: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = change();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    try {
      database.exec('ROLLBACK');
    } catch {
      // SQLite has rolled back by itself, as on a full disk; the first error says why.
    }
    throw error;
  }
}
