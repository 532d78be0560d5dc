import type { NotATrace } from '../ingest/not-a-trace.ts';
import { printable } from '../core/words/printable.ts';

/**
 * The command to type next for a file that is no trace: the same one with the mappings that its columns suggest, and
 * with COLUMN where none does; undefined if the file has no columns to map. `given` are the mappings of this time, of
 * which those that found their column are kept.
 */
export function nextCommand(
  command: string,
  path: string,
  { columns, missing, nearest }: NotATrace,
  given: ReadonlyMap<string, string>,
): string | undefined {
  if (columns.length === 0) return undefined;
  const kept = [...given].filter(([ours]) => !missing.some((column) => column === ours));
  const suggested = missing.map((ours) => [ours, nearest.get(ours) ?? 'COLUMN'] as const);
  const mappings = [...kept, ...suggested].map(([ours, theirs]) => `--map ${quoted(`${ours}=${theirs}`)}`);
  return `race-trace ${command} ${mappings.join(' ')} ${quoted(path)}`;
}

/** A word of a shell's command line. What is not visible as it is stays out: it could not be typed. */
function quoted(word: string): string {
  if (printable(word) !== word) return "'…'";
  return /^[\w./=@:+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
