import type { Pool, PoolClient } from 'pg';
import { optionalDriver } from '../driver-package.ts';
import { StoreTimeoutError } from '../versioned-store.ts';

/** Connections of one process; a hot key serialises its writers anyway. */
const CONNECTIONS = 8;

/** The server broke off: a lost connection, a shutdown, an outcome that it does not know itself. */
const INTERRUPTED = /^(08|57P|40003)/;

/** One process's connections to PostgreSQL. */
export interface PostgresConnections {
  /**
   * Runs `work` on one connection, which is not used again if that fails.
   * @throws StoreTimeoutError if the answer is missing; the server's error if it refused
   */
  connected<T>(work: (client: PoolClient) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Connections to the server that `url` names, made when they are needed. */
export async function postgresConnections(url: string, timeoutMs: number): Promise<PostgresConnections> {
  const { default: pg } = await optionalDriver('postgres://', 'pg', () => import('pg'));
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  });
  // A connection that breaks says so to the call that uses it, and is replaced when the next call needs one; that it
  // also emits its error, which would end the process, adds nothing.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));

  async function connected<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await connection(pool);
    let failure: Error | undefined;
    try {
      return await work(client);
    } catch (error) {
      failure = error as Error;
      if (error instanceof pg.DatabaseError && !INTERRUPTED.test(error.code ?? '')) throw error;
      throw new StoreTimeoutError(`PostgreSQL gave no answer: ${failure.message}`, { cause: error });
    } finally {
      client.release(failure);
    }
  }

  return { connected, close: () => pool.end() };
}

/** A connection of the pool. Without one nothing was sent; but a wait that ran out is a timeout like any other. */
async function connection(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    const { message } = error as Error;
    if (!/timeout/i.test(message)) throw error;
    throw new StoreTimeoutError(`PostgreSQL gave no connection: ${message}`, { cause: error });
  }
}
