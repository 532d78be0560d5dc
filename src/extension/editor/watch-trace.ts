import { posix } from 'node:path';
import * as vscode from 'vscode';
import { CONFIG_NAMES } from '../../ingest/config/config-names.ts';
import { filesOf } from './together.ts';
import { manifestOf } from './trace-source.ts';

/** A file that is being written changes many times; it is looked at once it has been quiet for this long. */
const QUIET_MS = 300;

/** Calls back when a file of the trace, its manifest or a config above it changes, or the trace goes away. */
export function watchTrace(
  uri: vscode.Uri,
  on: { readonly changed: () => void; readonly deleted: () => void; readonly configChanged: () => void },
): vscode.Disposable {
  const files = filesOf(uri);
  const traces = new Set(files.map(({ path }) => path));
  const watched = new Set([...traces, ...files.map((file) => manifestOf(file).path)]);
  let quiet: NodeJS.Timeout | undefined;
  const later = (what: () => void): void => {
    clearTimeout(quiet);
    quiet = setTimeout(what, QUIET_MS);
  };
  const changed = ({ path }: vscode.Uri): void => {
    if (watched.has(path)) later(on.changed);
  };
  const folders = new Map(
    files.map((file) => vscode.Uri.joinPath(file, '..')).map((each) => [each.path, each]),
  );
  const watchers = Array.from(folders.values(), (folder) => {
    // The whole folder, since a name may hold characters that mean something in a glob; not its subfolders.
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*'));
    watcher.onDidChange(changed);
    watcher.onDidCreate(changed);
    watcher.onDidDelete(({ path }) => {
      if (traces.has(path)) later(on.deleted);
    });
    return watcher;
  });
  const configs = vscode.workspace.createFileSystemWatcher(`**/{${CONFIG_NAMES.join(',')}}`);
  const configChanged = ({ path }: vscode.Uri): void => {
    const folder = posix.join(posix.dirname(path), '/');
    if (files.some((file) => file.path.startsWith(folder))) later(on.configChanged);
  };
  configs.onDidChange(configChanged);
  configs.onDidCreate(configChanged);
  configs.onDidDelete(configChanged);
  watchers.push(configs);
  return new vscode.Disposable(() => {
    clearTimeout(quiet);
    for (const watcher of watchers) watcher.dispose();
  });
}
