import type { HistoryBuilder } from '../../core/history/builder.ts';
import { LINE_FEED } from '../bytes/lines.ts';
import type { LineBatch } from '../bytes/lines.ts';
import type { Slot } from '../cell.ts';
import { PlainCells } from '../cells/plain-cells.ts';

const [CARRIAGE_RETURN, QUOTE] = [13, 0x22];

/**
 * Reads the lines of a CSV file that are written as plainly as can be: as many cells as the header has, no quotes, each cell
 * plain. At the first other line it stops.
 */
export class PlainRows {
  readonly #builder: HistoryBuilder;
  readonly #cells: PlainCells;
  readonly #columns: number;
  readonly #delimiter: number;

  /** The slots are those of the header's columns; the delimiter is an ASCII character. */
  constructor(builder: HistoryBuilder, slots: readonly Slot[], delimiter: string) {
    this.#builder = builder;
    this.#columns = slots.length;
    this.#delimiter = delimiter.charCodeAt(0);
    const ends = new Uint8Array(256);
    for (const byte of [this.#delimiter, LINE_FEED, CARRIAGE_RETURN, QUOTE]) ends[byte] = 1;
    this.#cells = new PlainCells(builder, slots, ends);
  }

  /** Reads lines of UTF-8 from the beginning of the batch; how many were plain, and their bytes. */
  read({ bytes, line }: LineBatch): { readonly rows: number; readonly bytes: number } {
    const cells = this.#cells;
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    // No line is shorter: its delimiters, its end, and the three cells that a row must have.
    cells.open(bytes, Math.ceil(end / (this.#columns + 3)));
    const first = this.#builder.size;
    let row = first;
    let start = 0;
    while (start < end && this.#row(bytes, start, row)) {
      cells.endRow(row, line + row - first);
      start = cells.at;
      row++;
    }
    cells.close(row - first);
    return { rows: row - first, bytes: start };
  }

  #row(bytes: Uint8Array, start: number, row: number): boolean {
    const cells = this.#cells;
    const last = this.#columns - 1;
    cells.at = start;
    for (let i = 0; i < last; i++) {
      if (!cells.put(i, row) || bytes[cells.at] !== this.#delimiter) return false;
      cells.at++;
    }
    if (!cells.put(last, row)) return false;
    if (bytes[cells.at] === CARRIAGE_RETURN) cells.at++;
    return bytes[cells.at++] === LINE_FEED;
  }
}
