import type { Pool, PoolClient } from 'pg';

/** A small service over PostgreSQL, and what exploring two or three of its requests must show. */
export interface Scenario {
  /** SQL that makes its tables, made anew for each test. */
  readonly tables: string;
  /** SQL that puts them back before each schedule. */
  readonly reset: string;
  /** A query whose rows are violations. */
  readonly invariant: string;
  /** The requests; `A` and `B` unless it is said. */
  readonly clients?: readonly string[];
  /** Connections of its pool, 10 unless it is said. */
  readonly connections?: number;
  /** Answers a request of a client with a status. What it does after `answer` has been called is a late write. */
  readonly serve: (db: Pool, client: string, answer: (status: number) => void) => Promise<number>;
  /** Every outcome that exists: the statuses in the order of the clients, and whether the invariant is broken. */
  readonly outcomes: readonly string[];
  /** Schedules without reduction where BEGIN is no step, and how many of them break the invariant; start is no step. */
  readonly schedules?: readonly [all: number, broken: number];
}

/** A stock of one unit, and its sales. */
export const STOCK = {
  tables:
    'CREATE TABLE stock (id int PRIMARY KEY, remaining int NOT NULL);' +
    'CREATE TABLE sales (number serial PRIMARY KEY, stock int NOT NULL, client text NOT NULL)',
  reset: 'DELETE FROM sales; DELETE FROM stock; INSERT INTO stock VALUES (1, 1)',
  invariant: 'SELECT stock, count(*) AS sold FROM sales GROUP BY stock HAVING count(*) > 1',
} as const;

/** Outcomes of a unit that is sold once. */
export const SOLD_ONCE = ['200 410 ok', '410 200 ok'] as const;

/** Where statements are sent to. */
export type Database = Pick<PoolClient, 'query'>;

/** How many are left. */
export async function remaining(db: Database, suffix = ''): Promise<number> {
  const { rows } = await db.query<{ remaining: number }>(`SELECT remaining FROM stock WHERE id = 1${suffix}`);
  return rows[0]!.remaining;
}

/** Reads how many are left, writes one less and notes the sale. */
export async function readAndSell(db: Database, client: string, suffix = ''): Promise<number> {
  const left = await remaining(db, suffix);
  if (left < 1) return 410;
  await db.query('UPDATE stock SET remaining = $1 WHERE id = 1', [left - 1]);
  return sold(db, client);
}

/** Notes a sale. */
export async function sold(db: Database, client: string): Promise<number> {
  await db.query('INSERT INTO sales (stock, client) VALUES (1, $1)', [client]);
  return 200;
}

/** Runs `work` in a transaction of its own; a refusal by the database becomes 409. */
export async function inTransaction(
  pool: Pool,
  begin: string,
  work: (db: PoolClient) => Promise<number>,
): Promise<number> {
  const db = await pool.connect();
  try {
    await db.query(begin);
    const status = await work(db);
    await db.query('COMMIT');
    return status;
  } catch {
    await db.query('ROLLBACK');
    return 409;
  } finally {
    db.release();
  }
}
