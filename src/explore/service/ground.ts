import { messageOf } from '../../core/words/errors.ts';
import { clipped, printable } from '../../core/words/printable.ts';
import type { Database } from './database.ts';

/** What stands below the requests: the state that each schedule begins with, and the judgement of what it ends in. */
export interface Ground {
  /** Puts the store back. @throws Error with a sentence */
  reset(): Promise<void>;
  /** What is wrong now; undefined where the invariant holds. @throws Error with a sentence, where it cannot be told */
  violation(): Promise<string | undefined>;
}

const SHOWN_ROWS = 3;

/** Statements that put a database back. */
export async function resetBySql(database: Database, statements: string): Promise<void> {
  try {
    await database.run(statements);
  } catch (error) {
    const why = printable(messageOf(error));
    throw new Error(
      `the reset failed: ${why}${why.includes('lock timeout') ? '; a session outside the requests holds a lock' : ''}`,
      { cause: error },
    );
  }
}

/** The rows of a query, each of which is a violation. */
export async function violationBySql(database: Database, query: string): Promise<string | undefined> {
  try {
    const rows = await database.rows(query);
    if (rows.length === 0) return undefined;
    const shown = rows.slice(0, SHOWN_ROWS).map((row) =>
      Object.entries(row)
        .map(([name, value]) => `${name} ${value ?? 'null'}`)
        .join(', '),
    );
    const more = rows.length > SHOWN_ROWS ? `; and ${rows.length - SHOWN_ROWS} more rows` : '';
    return clipped(printable(shown.join('; ')) + more, 300);
  } catch (error) {
    throw new Error(`the query of the invariant failed: ${printable(messageOf(error))}`, { cause: error });
  }
}
