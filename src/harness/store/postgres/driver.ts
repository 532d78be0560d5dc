import { lazyStore } from '../decorators/lazy-store.ts';
import type { StoreAddress, StoreDriver } from '../store-driver.ts';
import { postgresConnections } from './connections.ts';
import { postgresStore } from './postgres-store.ts';
import { postgresRows, runInPostgres } from './rows.ts';

/** A schema of PostgreSQL. */
export const postgres = {
  urls: /^postgres(ql)?:\/\//,
  form: 'postgres://…',
  place: 'server',
  packages: ['pg'],
  open: ({ server, namespace, timeoutMs }) =>
    lazyStore('sequential', () => postgresStore(server, namespace, timeoutMs)),
  namespaces: schemasOn,
  reader: { queries: 'select sku as key, remaining as value, rev as version from stock', rows: postgresRows },
  run: runInPostgres,
} as const satisfies StoreDriver;

async function schemasOn({ server, timeoutMs }: StoreAddress, beginning: string): Promise<string[]> {
  const connections = await postgresConnections(server, timeoutMs);
  const text = 'SELECT nspname FROM pg_namespace WHERE starts_with(nspname, $1)';
  const values = [beginning.replaceAll('-', '_')];
  try {
    const { rows } = await connections.connected((client) =>
      client.query<{ nspname: string }>({ text, values }),
    );
    return rows.map(({ nspname }) => nspname.replaceAll('_', '-'));
  } finally {
    await connections.close();
  }
}
