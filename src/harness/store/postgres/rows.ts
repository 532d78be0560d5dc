import type { StoreAddress, StoreRow } from '../store-driver.ts';
import { postgresConnections } from './connections.ts';

/** Every cell as PostgreSQL writes it: a `bigint`, a `numeric` and an `xid` are exact as texts. */
const AS_TEXT = { getTypeParser: () => (text: unknown) => text };

/** The rows of a query, which can change nothing: its transaction is read-only. */
export async function postgresRows(
  { server, timeoutMs }: StoreAddress,
  query: string,
): Promise<readonly StoreRow[]> {
  const connections = await postgresConnections(server, timeoutMs);
  try {
    return await connections.connected(async (client) => {
      await client.query('BEGIN READ ONLY');
      const { rows } = await client.query<StoreRow>({ text: query, types: AS_TEXT });
      await client.query('ROLLBACK');
      return rows;
    });
  } finally {
    await connections.close();
  }
}

/** Runs statements as one transaction, unless they have their own. */
export async function runInPostgres({ server, timeoutMs }: StoreAddress, statements: string): Promise<void> {
  const connections = await postgresConnections(server, timeoutMs);
  try {
    await connections.connected((client) => client.query(statements));
  } finally {
    await connections.close();
  }
}
