import type * as sqlite from 'node:sqlite';

/** This runtime has no `node:sqlite`; the message names those that have it. */
export class SqliteMissingError extends Error {
  override readonly name = 'SqliteMissingError';

  constructor(runtime: string) {
    super(
      `this runtime (${runtime}) has no node:sqlite, which holds the reproducer's inventory. ` +
        'It is part of Node 22.13 and later, and of VS Code 1.103 and later.',
    );
  }
}

/**
 * `node:sqlite`, loaded only when a store is opened: checking a trace needs no database. Node's notice that the module is
 * experimental is kept off stderr, where it would stand between the user and the result.
 */
export function nodeSqlite(runtime: Pick<NodeJS.Process, 'getBuiltinModule'> = process): typeof sqlite {
  const emitWarning = Object.getOwnPropertyDescriptor(process, 'emitWarning');
  process.emitWarning = () => undefined;
  try {
    const module = runtime.getBuiltinModule('node:sqlite') as typeof sqlite | undefined;
    if (module === undefined) throw new SqliteMissingError(`Node ${process.versions.node}`);
    return module;
  } finally {
    if (emitWarning !== undefined) Object.defineProperty(process, 'emitWarning', emitWarning);
  }
}

/** Opens a file of SQLite. SQLite's own message does not say which file it could not open. @throws Error */
export function openFile(path: string, options: sqlite.DatabaseSyncOptions = {}): sqlite.DatabaseSync {
  const { DatabaseSync } = nodeSqlite();
  try {
    return new DatabaseSync(path, options);
  } catch (error) {
    throw new Error(`${JSON.stringify(path)}: ${(error as Error).message}`, { cause: error });
  }
}
