import type { StoreDriver } from '../store-driver.ts';
import { sqliteStore } from './sqlite-store.ts';

/** A file of SQLite. */
export const sqlite = {
  urls: /^sqlite:./,
  form: 'sqlite:PATH',
  place: 'file',
  packages: [],
  open: ({ server }) => sqliteStore(sqlitePath(server)),
} as const satisfies StoreDriver;

/** The path in the URL of such a store. */
function sqlitePath(url: string): string {
  return url.slice('sqlite:'.length);
}
