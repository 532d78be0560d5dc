import * as vscode from 'vscode';
import { clipped } from '../../core/words/printable.ts';
import { MessageSites, type MessageSite } from '../../ingest/message-sites/message-sites.ts';
import {
  LARGEST_SOURCE_BYTES,
  MOST_SOURCES,
  NOT_SEARCHED,
  SOURCE_ENDINGS,
} from '../../ingest/message-sites/source-files.ts';
import { showLongProgress } from '../progress.ts';

/** The lines that can have written a message, as far as the workspace was searched. */
export interface FoundMessage {
  readonly sites: readonly MessageSite<vscode.Uri>[];
  /** Whether there were more sources than a search looks into. */
  readonly isCut: boolean;
}

/** Files that are read at the same time. */
const AT_ONCE = 16;

/**
 * Searches the sources of the workspace for the lines that wrote a message, file by file, so that the extension host has time for
 * other things in between; undefined if a person ends the search.
 */
export async function searchMessage(message: string): Promise<FoundMessage | undefined> {
  const ended = new vscode.CancellationTokenSource();
  const progress = showLongProgress(`Searching for the line that wrote “${clipped(message, 40)}”`, () => {
    ended.cancel();
  });
  try {
    const found = await sources(ended.token);
    const files = found.slice(0, MOST_SOURCES);
    const search = new MessageSites<vscode.Uri>([message]);
    for (let at = 0; at < files.length && !ended.token.isCancellationRequested; at += AT_ONCE) {
      const lot = files.slice(at, at + AT_ONCE);
      const texts = await Promise.all(lot.map(textOf));
      for (const [index, file] of lot.entries())
        search.add(file, vscode.workspace.asRelativePath(file), texts[index]!);
      progress.report(`${at + lot.length} of ${files.length} files`, (at + lot.length) / files.length);
    }
    if (ended.token.isCancellationRequested) return undefined;
    return { sites: search.sitesOf(message), isCut: found.length > files.length };
  } finally {
    progress.done();
    ended.dispose();
  }
}

async function sources(token: vscode.CancellationToken): Promise<readonly vscode.Uri[]> {
  if (vscode.workspace.workspaceFolders === undefined) return [];
  return vscode.workspace.findFiles(
    `**/*.{${SOURCE_ENDINGS.join(',')}}`,
    `**/{${NOT_SEARCHED.join(',')}}/**`,
    MOST_SOURCES + 1,
    token,
  );
}

/** The text of a file that a person may have written; '' of any other, and of one that cannot be read. */
async function textOf(file: vscode.Uri): Promise<string> {
  try {
    const { size } = await vscode.workspace.fs.stat(file);
    if (size > LARGEST_SOURCE_BYTES) return '';
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    return '';
  }
}
