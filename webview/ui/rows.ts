/** The rows of a list, of which some may still be on their way. */
export interface Rows<Row> {
  readonly length: number;
  /** Identity of the row at a position. */
  readonly idAt: (position: number) => number;
  /** The row at a position; undefined where it is not here yet. */
  readonly at: (position: number) => Row | undefined;
  /** Position of the row with this identity; -1 if there is none. */
  readonly positionOf: (id: number) => number;
}

/** Rows that are all here. */
export function rowsHere<Row extends { readonly id: number }>(rows: readonly Row[]): Rows<Row> {
  return {
    length: rows.length,
    idAt: (position) => rows[position]!.id,
    at: (position) => rows[position],
    positionOf: (id) => rows.findIndex((row) => row.id === id),
  };
}

/** Rows that are looked up by their ids, which are all known. */
export function rowsById<Row>(ids: Int32Array, known: ReadonlyMap<number, Row>): Rows<Row> {
  return {
    length: ids.length,
    idAt: (position) => ids[position]!,
    at: (position) => known.get(ids[position]!),
    positionOf: (id) => ids.indexOf(id),
  };
}
