import * as vscode from 'vscode';
import { count } from '../../core/words/numbers.ts';
import { clipped } from '../../core/words/printable.ts';
import type { MessageSite } from '../../ingest/message-sites/message-sites.ts';
import { MOST_SOURCES } from '../../ingest/message-sites/source-files.ts';
import { notify } from '../notify.ts';
import { searchMessage } from './message-search.ts';
import { sourceLine } from './source-line.ts';

/** A line that was found by what it writes, and not because the trace names it. */
export interface InferredLine {
  /** As a trace would name it: it is opened as any other site is. */
  readonly site: string;
  /** Says that it is inferred, and from what. */
  readonly sentence: string;
}

/** The line of a message: the only one that fits, or the one that a person chooses. Undefined if there is none; then it was said. */
export async function askForLine(message: string): Promise<InferredLine | undefined> {
  const quoted = `“${clipped(message, 60)}”`;
  const found = await searchMessage(message);
  if (found === undefined) return undefined;
  const { sites, isCut } = found;
  const within = isCut ? `the first ${count(MOST_SOURCES)} sources of the workspace` : 'the open folders';
  const [first] = sites;
  if (first === undefined) {
    await notify('info', `The trace names no line, and none in ${within} writes ${quoted}.`);
    return undefined;
  }
  if (sites.length === 1)
    return { site: siteOf(first), sentence: `Inferred: in ${within} only this line writes ${quoted}.` };
  const picked = await vscode.window.showQuickPick(Promise.all(sites.map(itemOf)), {
    title: `The trace names no line. Which of ${count(sites.length)} wrote ${quoted}?`,
    matchOnDescription: true,
  });
  return (
    picked && {
      site: picked.site,
      sentence: `Chosen among ${count(sites.length)} lines that write ${quoted}.`,
    }
  );
}

async function itemOf(
  line: MessageSite<vscode.Uri>,
): Promise<vscode.QuickPickItem & { readonly site: string }> {
  const label = `${vscode.workspace.asRelativePath(line.file)}:${line.line}`;
  const description = await sourceLine({ uri: line.file, line: line.line, column: 1 });
  return { label, description, site: siteOf(line) };
}

/** A file on another file system is found by its path in the workspace. */
function siteOf({ file, line }: MessageSite<vscode.Uri>): string {
  return `${file.scheme === 'file' ? file.fsPath : vscode.workspace.asRelativePath(file)}:${line}`;
}
