import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

/** A program of the tests in this language. */
export function programOf(name: 'steps' | 'load', ending: string): string {
  return join(import.meta.dirname, 'programs', `${name}.${ending}`);
}

/** A new folder for what a test records, gone when it has ended. */
export function recordingFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'race-trace-recorder-'));
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A row as it stands in its file. */
export type RecordedRow = Readonly<Record<string, string | number | null>>;

/** The names of all traces in the folder, and their rows. A line that is not whole is an error; a file may be empty. */
export function recorded(folder: string): { names: readonly string[]; rows: readonly RecordedRow[] } {
  const names = readdirSync(folder);
  const text = names.map((name) => readFileSync(join(folder, name), 'utf8')).join('');
  const lines = text.split(/(?<=\n)/);
  return {
    names,
    rows: lines.map((line) => JSON.parse(/^.*\n$/.exec(line)?.[0] ?? line + '…') as RecordedRow),
  };
}
