import type { ColumnName } from '../../core/history/history.ts';

/** The rows in which a cell of a column could not be read, while they are collected. */
export class UnreadRows {
  readonly #rows = new Map<ColumnName, number[]>();

  /** Adds a row, after all that were added before it. */
  add(column: ColumnName, row: number): void {
    const rows = this.#rows.get(column);
    if (rows === undefined) this.#rows.set(column, [row]);
    else rows.push(row);
  }

  /** The rows of each column, ascending; undefined if every cell was read. */
  get byColumn(): ReadonlyMap<ColumnName, Uint32Array> | undefined {
    if (this.#rows.size === 0) return undefined;
    return new Map(Array.from(this.#rows, ([column, rows]) => [column, Uint32Array.from(rows)]));
  }
}
