import { hash } from 'node:crypto';
import type { History } from '../core/history/history.ts';
import type { ReadingFacts } from '../core/history/run-facts.ts';

/** The digests of rows as they were read, whatever the form of their file; docs/certificate.md defines them. */
export function rowDigests(
  { strings, versions, extra, ...columns }: History,
  rows: Iterable<number> = columns.line.keys(),
): string[] {
  const text = (cell: number) => strings.at(cell) ?? null;
  const known = Object.entries<unknown>(columns).sort(([a], [b]) => (a < b ? -1 : 1));
  const readers = known.flatMap(([name, column]) => {
    if (!ArrayBuffer.isView(column) || name === 'line') return [];
    const cells = column as Float64Array;
    if (name.endsWith('Version')) return [(row: number) => versions.text(cells[row]!)];
    const isText = column instanceof Int32Array && name !== 'retryCount';
    return [(row: number) => (isText ? text(cells[row]!) : cells[row]!)];
  });
  const all = [
    ...readers,
    ...extra.map(
      ({ values }) =>
        (row: number) =>
          text(values[row]!),
    ),
  ];
  return Array.from(rows, (row) => hash('sha256', JSON.stringify(all.map((cell) => cell(row)))));
}

/** The digest over all rows of a trace, from those of the rows; with its columns, its clock and the rows that were refused. */
export function contentDigest(
  { columns, extra, originUs }: History,
  { rejected }: ReadingFacts,
  digests: readonly string[],
): string {
  const names = [...columns, ...extra.map(({ name }) => name)].sort();
  return hash('sha256', `${JSON.stringify([names, String(originUs), rejected])}\n${digests.join('')}`);
}
