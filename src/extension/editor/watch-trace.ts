import * as vscode from 'vscode';
import { manifestOf } from './trace-source.ts';

/** A file that is being written changes many times; it is looked at once it has been quiet for this long. */
const QUIET_MS = 300;

/** Calls back when the trace or its manifest changes, or the trace goes away. */
export function watchTrace(
  uri: vscode.Uri,
  on: { readonly changed: () => void; readonly deleted: () => void },
): vscode.Disposable {
  const manifest = manifestOf(uri).path;
  // The whole folder, since a name may hold characters that mean something in a glob; not its subfolders.
  const folder = vscode.Uri.joinPath(uri, '..');
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*'));
  let quiet: NodeJS.Timeout | undefined;
  const later = (what: () => void): void => {
    clearTimeout(quiet);
    quiet = setTimeout(what, QUIET_MS);
  };
  const changed = ({ path }: vscode.Uri): void => {
    if (path === uri.path || path === manifest) later(on.changed);
  };
  watcher.onDidChange(changed);
  watcher.onDidCreate(changed);
  watcher.onDidDelete(({ path }) => {
    if (path === uri.path) later(on.deleted);
  });
  return new vscode.Disposable(() => {
    clearTimeout(quiet);
    watcher.dispose();
  });
}
