import { posix } from 'node:path';
import * as vscode from 'vscode';
import { isTraceName } from '../../ingest/sources/formats.ts';
import type { Phase } from './task-commands.ts';

/** How many runs from the palette are kept; older ones are deleted when a new one starts. */
const KEPT_RUNS = 10;
/** What a retest reads of the load run that it repeats. */
const LOAD_MANIFEST = 'load.run.json';

/** Where runs are kept: with the workspace if there is one, else with the extension. */
export function runsFolder(context: vscode.ExtensionContext): vscode.Uri {
  return vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'runs');
}

/** Where running tasks tell how far they are. */
export function progressFolder(context: vscode.ExtensionContext): vscode.Uri {
  return vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'progress');
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

/** The trace of a phase in its folder; of a whole validation that of the load, which is where the race is. */
export async function traceOfPhase(folder: vscode.Uri, phase: Phase): Promise<vscode.Uri | undefined> {
  const name = `${phase === 'all' ? 'load' : phase}.trace.`;
  return (await tracesIn(folder)).find(({ path }) => posix.basename(path).startsWith(name));
}

/** The folders in `runs` that hold a load run which can be repeated, the newest first. */
export async function loadRunsIn(runs: vscode.Uri): Promise<vscode.Uri[]> {
  const { fs } = vscode.workspace;
  const entries = await fs.readDirectory(runs).then(undefined, () => []);
  const found = entries.map(async ([name]): Promise<vscode.Uri[]> => {
    const folder = vscode.Uri.joinPath(runs, name);
    const names = (await fs.readDirectory(folder).then(undefined, () => [])).map(([each]) => each);
    return names.includes(LOAD_MANIFEST) ? [folder] : [];
  });
  return (await Promise.all(found)).flat().sort((a, b) => (a.path < b.path ? 1 : -1));
}

async function tracesIn(folder: vscode.Uri): Promise<vscode.Uri[]> {
  const entries = await vscode.workspace.fs.readDirectory(folder).then(undefined, () => []);
  const found = entries.map(async ([name, type]): Promise<vscode.Uri[]> => {
    const uri = vscode.Uri.joinPath(folder, name);
    if (type === vscode.FileType.Directory) return tracesIn(uri);
    return isTraceName(name) ? [uri] : [];
  });
  return (await Promise.all(found)).flat();
}
