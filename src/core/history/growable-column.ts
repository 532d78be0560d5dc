/** The kinds of column that a history is made of. */
export type Cells = Float64Array | Int32Array | Uint32Array | Uint8Array;

/**
 * A column of numbers whose length is not known yet. Cells that were never set hold `empty`. Memory that no cell has come to
 * is not touched, so that room for many costs nothing.
 */
export class GrowableColumn<T extends Cells> {
  readonly #make: (length: number) => T;
  readonly #empty: number;
  #cells: T;
  /** Cells below are set or empty, those from here on are undefined. */
  #filled = 0;

  /** `make` allocates cells; `empty` is what a cell holds until it is set. */
  constructor(make: (length: number) => T, empty: number) {
    this.#make = make;
    this.#empty = empty;
    this.#cells = make(0);
  }

  /** Whether no cell was ever set. */
  get isEmpty(): boolean {
    return this.#filled === 0;
  }

  /** The bytes of a cell. */
  get bytesPerCell(): number {
    return this.#cells.BYTES_PER_ELEMENT;
  }

  set(index: number, value: number): void {
    if (index >= this.#filled) {
      this.#reach(index, index + 1);
      this.#filled = index + 1;
    }
    this.#cells[index] = value;
  }

  /** Forgets one cell. */
  clear(index: number): void {
    if (index < this.#filled) this.#cells[index] = this.#empty;
  }

  /** The cells, of which all below `from` are set or empty and those from there to before `to` have room; see {@link close}. */
  open(from: number, to: number): T {
    this.#reach(from, to);
    return this.#cells;
  }

  /** Says that all cells below `to` have been set in what {@link open} returned. */
  close(to: number): void {
    this.#filled = to;
  }

  /** The first `length` cells; the column is empty afterwards. */
  take(length: number): T {
    this.#reach(length, length);
    const cells = this.#cells;
    this.#cells = this.#make(0);
    this.#filled = 0;
    return cells.length === length ? cells : (cells.subarray(0, length) as T);
  }

  /** Makes room for the cells to before `to`, and those below `from` empty that were not set. */
  #reach(from: number, to: number): void {
    if (to > this.#cells.length) {
      const old = this.#cells;
      this.#cells = this.#make(Math.max(16, to, 2 * old.length));
      this.#cells.set(old.subarray(0, this.#filled));
    }
    if (from <= this.#filled) return;
    this.#cells.fill(this.#empty, this.#filled, from);
    this.#filled = from;
  }
}
