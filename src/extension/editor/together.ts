import { posix } from 'node:path';
import type * as vscode from 'vscode';
import { clipped } from '../../core/words/printable.ts';

/** How an address says which other files on disk are one history with its own. */
const QUERY = /^together=(.*)$/s;

/** The address of files on disk that are opened as one history: that of the first, which names the others. */
export function togetherUri([first, ...others]: readonly [vscode.Uri, ...vscode.Uri[]]): vscode.Uri {
  return first.with({ query: `together=${JSON.stringify(others.map(({ path }) => path))}` });
}

/** The files that an address stands for: one, unless {@link togetherUri} has made it. */
export function filesOf(uri: vscode.Uri): readonly [vscode.Uri, ...vscode.Uri[]] {
  const first = uri.with({ query: '' });
  return [first, ...pathsIn(uri.query).map((path) => first.with({ path }))];
}

/** What a trace is called: by its file, and by how many more there are; printable. */
export function nameOf(uri: vscode.Uri): string {
  const [first, ...others] = filesOf(uri);
  const name = clipped(posix.basename(first.path), 120);
  return others.length === 0 ? name : `${name} and ${others.length} more`;
}

/** An address may come from anywhere: what is no list of paths names no other file. */
function pathsIn(query: string): readonly string[] {
  try {
    const paths: unknown = JSON.parse(QUERY.exec(query)?.[1] ?? '[]');
    return Array.isArray(paths) ? paths.filter(isPath) : [];
  } catch {
    return [];
  }
}

function isPath(path: unknown): path is string {
  return typeof path === 'string' && path.startsWith('/');
}
