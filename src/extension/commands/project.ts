import * as vscode from 'vscode';
import { withoutPasswords } from '../../core/words/passwords.ts';
import type { Config } from '../../ingest/config/schema.ts';
import { confirm, notify } from '../notify.ts';

/** The folder of a service of one's own: the one that is open, else one that the person picks; undefined, and said, if none is. */
export async function projectFolder(): Promise<string | undefined> {
  const folders = vscode.workspace.workspaceFolders?.filter(({ uri }) => uri.scheme === 'file') ?? [];
  if (folders.length === 0) {
    await notify('info', 'Open the folder of your service first: its race-trace.json says what is sent.');
    return undefined;
  }
  if (folders.length === 1) return folders[0]!.uri.fsPath;
  return (await vscode.window.showWorkspaceFolderPick())?.uri.fsPath;
}

/** Whether the store may be put back, which is asked where the config does so. @param yes the button that agrees */
export async function mayReset({ store }: Config, yes: string): Promise<boolean> {
  if (store?.reset === undefined) return true;
  const { reset, url = '' } = store;
  const what =
    typeof reset === 'string'
      ? `${url}\n${reset}`
      : (reset.command ?? `${reset.method ?? 'GET'} ${reset.url ?? ''}`);
  return confirm(
    'The store is put back before the first run and after each. May it be?',
    withoutPasswords(what),
    yes,
  );
}
