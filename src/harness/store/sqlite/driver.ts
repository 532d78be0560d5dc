import { filePath, type StoreDriver } from '../store-driver.ts';
import { sqliteStore } from './sqlite-store.ts';

/** A file of SQLite. */
export const sqlite = {
  urls: /^sqlite:./,
  form: 'sqlite:PATH',
  place: 'file',
  packages: [],
  open: ({ server }) => sqliteStore(filePath(server)),
} as const satisfies StoreDriver;
