import type { SourceMapping, Where } from '../ingest/mapping/source-mapping.ts';
import type { NotATrace } from '../ingest/not-a-trace.ts';
import { printable } from '../core/words/printable.ts';

/** The options of this time that say how the file is read. */
interface Given {
  readonly map: ReadonlyMap<string, string>;
  readonly mapResult: NonNullable<SourceMapping['results']>;
  readonly where?: Where | undefined;
}

/**
 * The command to type next for a file that is no trace: the same one with the mappings that its columns suggest, and
 * with COLUMN where none does; undefined if the file has no columns to map. What was given this time is kept, but for
 * mappings that did not find their column.
 */
export function nextCommand(
  command: string,
  path: string,
  { columns, missing, nearest }: NotATrace,
  { map, mapResult, where = new Map() }: Given,
): string | undefined {
  if (columns.length === 0) return undefined;
  const kept = [...map].filter(([ours]) => !missing.some((column) => column === ours));
  const suggested = missing.map((ours) => [ours, nearest.get(ours) ?? 'COLUMN'] as const);
  const mappings = [...kept, ...suggested].map(([ours, theirs]) => `--map ${quoted(`${ours}=${theirs}`)}`);
  const results = [...mapResult].map((pair) => `--map-result ${quoted(pair.join('='))}`);
  const conditions = [...where].flatMap(([name, values]) =>
    values.map((value) => `--where ${quoted(`${name}=${value}`)}`),
  );
  return ['race-trace', command, ...mappings, ...results, ...conditions, quoted(path)].join(' ');
}

/** A word of a shell's command line. What is not visible as it is stays out: it could not be typed. */
export function quoted(word: string): string {
  if (printable(word) !== word) return "'…'";
  return /^[\w./=@:+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
