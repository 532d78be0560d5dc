import { filePath, type StoreDriver } from '../store-driver.ts';
import { runInSqlite, sqliteRows } from './rows.ts';
import { sqliteStore } from './sqlite-store.ts';

/** A file of SQLite. */
export const sqlite = {
  urls: /^sqlite:./,
  form: 'sqlite:PATH',
  place: 'file',
  packages: [],
  open: ({ server }) => sqliteStore(filePath(server)),
  reader: { queries: 'select sku as key, remaining as value, rev as version from stock', rows: sqliteRows },
  run: runInSqlite,
} as const satisfies StoreDriver;
