import { displayWidth } from '../../core/words/display-width.ts';

/** Rows under each other, two spaces in, each column as wide as its widest cell; `paint` may colour a cell. */
export function tableText(
  rows: readonly (readonly string[])[],
  paint: (row: readonly string[], cell: number, text: string) => string = (_, __, text) => text,
): string {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((text, cell) => (widths[cell] = Math.max(widths[cell] ?? 0, displayWidth(text))));
  return rows
    .map((row) => {
      const cells = row.map((text, cell) => {
        const isLast = cell === row.length - 1;
        return paint(row, cell, isLast ? text : text + ' '.repeat(widths[cell]! - displayWidth(text)));
      });
      return `  ${cells.join('  ').trimEnd()}\n`;
    })
    .join('');
}
