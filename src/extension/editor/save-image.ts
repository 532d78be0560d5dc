import * as vscode from 'vscode';
import { nameOf } from './together.ts';

/** Asks where to and saves the picture; false if the person thought better of it. */
export async function saveImage(trace: vscode.Uri, png: Uint8Array): Promise<boolean> {
  const name = nameOf(trace).replace(/(\.trace)?\.\w+(\.gz)?$/i, '.png');
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.joinPath(trace, '..');
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folder, name),
    filters: { Image: ['png'] },
    title: 'Save the swimlane as an image',
  });
  if (target === undefined) return false;
  await vscode.workspace.fs.writeFile(target, png);
  return true;
}
