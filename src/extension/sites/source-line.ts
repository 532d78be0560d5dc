import * as vscode from 'vscode';
import { clipped } from '../../core/words/printable.ts';
import type { Place } from './site-resolver.ts';

/** No source file that a person wrote is larger. */
const LARGEST = 2 * 1024 * 1024;
/** As much of a line as a panel can show. */
const LONGEST = 200;

/**
 * The text of the line, trimmed and printable; '' where the file is gone, too large, or shorter. Reads the file beside
 * the editor: opening it as a document would start the language services of a file that is not shown.
 */
export async function sourceLine({ uri, line }: Place): Promise<string> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return line <= open.lineCount ? shown(open.lineAt(line - 1).text) : '';
  try {
    if ((await vscode.workspace.fs.stat(uri)).size > LARGEST) return '';
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    return shown(text.split(/\r\n|\r|\n/)[line - 1] ?? '');
  } catch {
    return '';
  }
}

function shown(line: string): string {
  return clipped(line.trim().replaceAll('\t', ' '), LONGEST);
}
