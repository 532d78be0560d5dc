/** The kinds of column that a history is made of. */
export type Cells = Float64Array | Int32Array | Uint32Array | Uint8Array;

/**
 * A column of numbers whose length is not known yet. Cells that were never set hold `empty`, and a column that is
 * never set costs nothing until it is taken.
 */
export class GrowableColumn<T extends Cells> {
  readonly #make: (length: number) => T;
  readonly #empty: number;
  #cells: T;

  /** `make` allocates cells; `empty` is what a cell holds until it is set. */
  constructor(make: (length: number) => T, empty: number) {
    this.#make = make;
    this.#empty = empty;
    this.#cells = make(0);
  }

  set(index: number, value: number): void {
    if (index >= this.#cells.length) this.#grow(Math.max(8, 2 * index));
    this.#cells[index] = value;
  }

  /** Forgets one cell. */
  clear(index: number): void {
    if (index < this.#cells.length) this.#cells[index] = this.#empty;
  }

  /** The first `length` cells; the column is empty afterwards. */
  take(length: number): T {
    if (length !== this.#cells.length) this.#grow(length);
    const cells = this.#cells;
    this.#cells = this.#make(0);
    return cells;
  }

  #grow(length: number): void {
    const old = this.#cells;
    this.#cells = this.#make(length);
    this.#cells.set(length < old.length ? old.subarray(0, length) : old);
    if (length > old.length) this.#cells.fill(this.#empty, old.length);
  }
}
