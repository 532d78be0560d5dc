/**
 * Whether this runtime has SQLite built in, which the reproducer's store needs; the task runs in the same one. Asked by
 * loading it: a build can know the module's name and still lack it.
 *
 * Why `engines.vscode` is ^1.103.0: it is the first with Electron 37 (37.2.3, Node 22.17; microsoft/vscode#256905).
 * Electron's builds around Node 22.17 lacked the module (electron/electron#47671) until #47706, which 37.2.3 has. Node
 * itself has it without a flag from 22.13. A VS Code server brings its own Node, and some builds of VS Code another
 * Electron, so the check stays.
 */
export function hasSqlite(): boolean {
  try {
    const sqlite: unknown = process.getBuiltinModule('node:sqlite');
    return sqlite !== undefined;
  } catch {
    return false;
  }
}

/** What to say where it is missing: which versions have it, and which is here. */
export function withoutSqlite(
  versions: Readonly<Record<string, string | undefined>>,
  vscode: string,
): string {
  const electron = versions.electron === undefined ? '' : `, Electron ${versions.electron}`;
  return (
    'The reproducer needs SQLite in the runtime (node:sqlite): Node 22.13 or newer, VS Code 1.103 or newer. ' +
    `This is VS Code ${vscode}${electron}, Node ${versions.node ?? 'unknown'}.`
  );
}
