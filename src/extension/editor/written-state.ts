import * as vscode from 'vscode';
import { filesOf } from './together.ts';
import { manifestOf } from './trace-source.ts';

/**
 * What the file system says of the files of a trace and their manifests, as one text: it is another one as soon as one of them
 * has been written, made or removed. Undefined where a file system does not say when.
 */
export async function writtenState(uri: vscode.Uri): Promise<string | undefined> {
  const files = filesOf(uri).flatMap((file) => [file, manifestOf(file)]);
  const stats = await Promise.all(files.map(statOf));
  return stats.some((stat) => stat?.mtime === 0)
    ? undefined
    : stats.map((stat) => (stat === undefined ? 'none' : `${stat.mtime} ${stat.size}`)).join('\n');
}

async function statOf(file: vscode.Uri): Promise<vscode.FileStat | undefined> {
  try {
    return await vscode.workspace.fs.stat(file);
  } catch {
    return undefined;
  }
}
