import type { Client } from 'pg';
import { messageOf } from '../../core/words/errors.ts';
import { withoutPasswords } from '../../core/words/passwords.ts';
import { clipped } from '../../core/words/printable.ts';
import { optionalDriver } from '../../harness/store/driver-package.ts';

const CONNECT_MS = 5000;
/** A reset that waits for a lock for so long waits for a transaction that nothing will end. */
const SESSION = `SET lock_timeout = '5s'; SET statement_timeout = '30s'; SET application_name = 'race-trace explore'`;

/** A row of an answer, every cell as PostgreSQL writes it. */
export type TextRow = Readonly<Record<string, string | null>>;

/** Runs a statement and resolves to its rows. */
export type RunQuery = (text: string, values?: readonly unknown[]) => Promise<readonly TextRow[]>;

/**
 * The explorer's own connection to the database, beside the tap: it resets, judges and asks who waits for whom. One statement
 * at a time.
 */
export class Database {
  readonly #client: Client;
  #last: Promise<unknown> = Promise.resolve();
  #lost: Error | undefined;

  private constructor(client: Client) {
    this.#client = client;
    client.on('error', (error) => {
      this.#lost = error;
    });
  }

  /** Connects. @throws Error with a sentence that names the database without its password */
  static async connect(url: string): Promise<Database> {
    const { default: pg } = await optionalDriver('postgres://', 'pg', () => import('pg'));
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECT_MS,
      types: { getTypeParser: () => (text: unknown) => text },
    });
    const database = new Database(client);
    try {
      await client.connect();
      await client.query(SESSION);
    } catch (error) {
      await client.end().catch(() => undefined);
      const why = clipped(withoutPasswords(messageOf(error) || String(error)), 300);
      throw new Error(`the database ${withoutPasswords(url)} cannot be reached: ${why}`, { cause: error });
    }
    return database;
  }

  /** The rows of a statement. `name` has it prepared. Rejects with PostgreSQL's error. */
  async rows(text: string, values: readonly unknown[] = [], name?: string): Promise<readonly TextRow[]> {
    return this.#inTurn(async () => {
      const query = { text, values: [...values], ...(name !== undefined && { name }) };
      return (await this.#client.query<TextRow>(query)).rows;
    });
  }

  /** Runs statements, with `;` between them, as one transaction. Rejects with PostgreSQL's error. */
  async run(statements: string): Promise<void> {
    await this.#inTurn(() => this.#client.query(statements));
  }

  /** Runs `work` in a transaction that is rolled back, with the statements that it needs. */
  async tried<T>(work: (query: RunQuery) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      await this.#client.query('BEGIN');
      try {
        return await work(
          async (text, values = []) => (await this.#client.query<TextRow>(text, [...values])).rows,
        );
      } finally {
        await this.#client.query('ROLLBACK');
      }
    });
  }

  /** Ends the connection. */
  async close(): Promise<void> {
    await this.#client.end().catch(() => undefined);
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const own = this.#last.then(() => {
      if (this.#lost !== undefined) throw new Error(`the database is gone: ${messageOf(this.#lost)}`);
      return work();
    });
    this.#last = own.catch(() => undefined);
    return own;
  }
}
