import { readFile } from 'node:fs/promises';
import Papa from 'papaparse';
import type * as vscode from 'vscode';

/** The cells of one row by column name, as they stand in the file. */
export type TraceRow = Readonly<Record<string, string>>;

/** Rows of a CSV trace, read without any of the code under test. */
export async function traceRows(uri: vscode.Uri): Promise<TraceRow[]> {
  const { data } = Papa.parse<TraceRow>(await readFile(uri.fsPath, 'utf8'), {
    header: true,
    skipEmptyLines: true,
  });
  return data;
}

/** `src/a.ts:12:3` taken apart; line and column count from 1. */
export function parseSite(site: string): { readonly path: string; readonly line: number } {
  const [, path, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(site) ?? [];
  if (path === undefined) throw new Error(`Not a site: ${site}`);
  return { path, line: Number(line) };
}
