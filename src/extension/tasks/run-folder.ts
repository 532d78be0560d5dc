import * as vscode from 'vscode';

/** How many runs of the reproducer are kept; older ones are deleted when a new one starts. */
const KEPT_RUNS = 10;
const TRACE = /\.trace\.(csv|ndjson|jsonl)$/;

/** Where runs are kept: with the workspace if there is one, else with the extension. */
export function runsFolder(context: vscode.ExtensionContext): vscode.Uri {
  return vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'runs');
}

/** A new, empty folder for one run, named by the time; the oldest runs make room. */
export async function newRunFolder(runs: vscode.Uri, now: Date): Promise<vscode.Uri> {
  const { fs } = vscode.workspace;
  await fs.createDirectory(runs);
  const names = (await fs.readDirectory(runs)).map(([name]) => name).sort();
  for (const name of names.slice(0, Math.max(0, names.length - KEPT_RUNS + 1)))
    await fs.delete(vscode.Uri.joinPath(runs, name), { recursive: true });
  const folder = vscode.Uri.joinPath(runs, now.toISOString().replaceAll(':', '-').replace('Z', ''));
  await fs.createDirectory(folder);
  return folder;
}

/** The trace of the unsafe variant in a run's folder, which is where the race is; undefined if there is none. */
export async function unsafeTraceIn(folder: vscode.Uri): Promise<vscode.Uri | undefined> {
  const files = await tracesIn(folder);
  return (
    files.find(({ path }) => /unsafe[^/]*$/.test(path)) ?? files.find(({ path }) => path.includes('unsafe'))
  );
}

async function tracesIn(folder: vscode.Uri): Promise<vscode.Uri[]> {
  const entries = await vscode.workspace.fs.readDirectory(folder).then(undefined, () => []);
  const found = entries.map(async ([name, type]): Promise<vscode.Uri[]> => {
    const uri = vscode.Uri.joinPath(folder, name);
    if (type === vscode.FileType.Directory) return tracesIn(uri);
    return TRACE.test(name) ? [uri] : [];
  });
  return (await Promise.all(found)).flat();
}
