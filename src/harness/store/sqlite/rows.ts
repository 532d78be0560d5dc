import { existsSync } from 'node:fs';
import { filePath, type StoreAddress, type StoreRow } from '../store-driver.ts';
import { openFile } from './node-sqlite.ts';

/** The rows of a query on a file of SQLite, which is opened for reading alone and not made. */
export function sqliteRows({ server, timeoutMs }: StoreAddress, query: string): Promise<readonly StoreRow[]> {
  return Promise.resolve().then(() => {
    const database = openFile(filePath(server), { readOnly: true });
    try {
      database.exec(`PRAGMA busy_timeout = ${timeoutMs}`);
      const statement = database.prepare(query);
      statement.setReadBigInts(true);
      return statement.all();
    } finally {
      database.close();
    }
  });
}

/** Runs statements on a file of SQLite, which is not made. */
export function runInSqlite({ server, timeoutMs }: StoreAddress, statements: string): Promise<void> {
  return Promise.resolve().then(() => {
    const path = filePath(server);
    if (!existsSync(path)) throw new Error(`${JSON.stringify(path)} does not exist`);
    const database = openFile(path);
    try {
      database.exec(`PRAGMA busy_timeout = ${timeoutMs}`);
      database.exec(statements);
    } finally {
      database.close();
    }
  });
}
