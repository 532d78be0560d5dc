import { NONE, RESULTS } from '../core/history/history.ts';
import type { History } from '../core/history/history.ts';
import { clipped } from '../core/text/printable.ts';
import type { CanonicalRows } from '../report/certificate-content.ts';
import type { ContentDigest } from '../report/certificate-format.ts';

/** Rows that are named one by one; of more only the first and the last line. */
const MOST_NAMED = 3;

/**
 * Says which rows, and which of their columns, are not those that were certified, as one printable sentence. A single
 * change is named exactly, several at once may only be confined to a range.
 * @param certified with the number of `rows` that were certified
 * @param suspect whether a row belongs to a key whose rows differ
 */
export function placeOfChange(
  history: History,
  rows: CanonicalRows,
  certified: ContentDigest & { readonly rows: number },
  suspect: (row: number) => boolean,
): string {
  const { width } = certified;
  const now = rows.rectangle(width);
  const [line = 0, ...more] = differing(now.lines, certified.lines);
  if (history.size !== certified.rows) {
    // Every row behind one that is missing or new has moved; the first line that differs has it.
    const from = history.line[line * width] ?? (history.line.at(-1) ?? 1) + 1;
    const to = history.line[Math.min((line + 1) * width, history.size) - 1] ?? from;
    const what =
      history.size < certified.rows ? 'a certified row is missing' : 'there is a row that was not certified';
    return `${what} between line ${from} and line ${to + 1}`;
  }
  const places = differing(now.places, certified.places);
  const found = [line, ...more]
    .flatMap((each) => places.map((place) => each * width + place))
    .filter((row) => row < history.size && suspect(row));
  const columns = differingColumns(rows.columns(), certified.columns);
  const [first = 0] = found;
  if (found.length === 1)
    return `line ${history.line[first]} was certified otherwise${columns}; it is now ${rowText(history, first)}`;
  const lines = found.map((row) => history.line[row]!);
  const which =
    found.length > 0 && found.length <= MOST_NAMED
      ? `of the lines ${lines.join(', ')} some were`
      : `rows from line ${lines[0] ?? 1} to line ${lines.at(-1) ?? history.line.at(-1) ?? 1} were`;
  return `${which} certified otherwise${columns}`;
}

/** The positions at which two lists differ. */
function differing(now: readonly string[], certified: readonly string[]): number[] {
  return Array.from({ length: Math.max(now.length, certified.length) }, (_, index) => index).filter(
    (index) => now[index] !== certified[index],
  );
}

function differingColumns(now: ContentDigest['columns'], certified: ContentDigest['columns']): string {
  const tags = new Map(certified);
  const names = [
    ...now.filter(([name, tag]) => tags.get(name) !== tag).map(([name]) => name),
    ...certified.map(([name]) => name).filter((name) => now.every(([other]) => other !== name)),
  ].map((name) => clipped(name, 60));
  if (names.length === 0) return '';
  return ` in ${names.length === 1 ? 'column' : 'columns'} ${names.join(', ')}`;
}

/** A row in a few words. */
function rowText(history: History, row: number): string {
  const text = (cell: number) => (cell === NONE ? 'none' : clipped(history.strings[cell] ?? '', 60));
  const version = (cell: number) => (cell === NONE ? 'none' : `v${history.versions.text(cell)}`);
  return [
    `key ${text(history.inventoryKey[row]!)}`,
    `request ${text(history.requestId[row]!)}`,
    RESULTS[history.result[row]!]!,
    `read ${version(history.readVersion[row]!)}`,
    `wrote ${version(history.writeVersion[row]!)}`,
  ].join(', ');
}
