import type { TraceRows } from './trace-rows.ts';
import { NONE } from '../../core/words/codes.ts';

/** A step as the rows have it: versions are cells of the history's scale. */
export interface WalkedStep {
  /** NONE where no row shows it. */
  readonly row: number;
  /** The row of the write; that of the timed-out attempt where `row` only reports it. */
  readonly writer: number;
  readonly from: number;
  readonly to: number;
}

/** The value of a key's inventory from step to step, by what the rows and the manifest say of it; NaN where neither does. */
export class KeyValues {
  readonly #rows: TraceRows['history'];
  readonly #at = new Map<number, number>(); // by version
  #value: number;

  constructor(trace: TraceRows, rows: readonly number[], initial: number, stocked: number | undefined) {
    this.#rows = trace.history;
    this.#value = stocked ?? this.#firstRead(rows, initial);
    this.#at.set(initial, this.#value);
  }

  /** The units that a step took, which was made while `current` was the version of the store. */
  take({ row, writer, from, to }: WalkedStep, current: number): number {
    const { readValue, writeValue } = this.#rows;
    const based = from === NONE ? NaN : from === current ? this.#value : (this.#at.get(from) ?? NaN);
    const left = known(writeValue[row], writeValue[writer], known(readValue[writer], based) - 1);
    const took = this.#value - left;
    this.#leave(Number.isNaN(left) ? this.#value - 1 : left, to, current);
    // Where nothing says what there was, a write took the one unit that it was made for.
    return Number.isNaN(took) ? 1 : took;
  }

  /** Passes over versions that the trace does not have; the row that shows the last of them may say its value. */
  skip({ row, to }: WalkedStep, current: number): void {
    const { readVersion, readValue } = this.#rows;
    this.#leave(known(readVersion[row] === to ? readValue[row] : NaN, this.#value), to, current);
  }

  #leave(value: number, version: number, current: number): void {
    this.#value = value;
    if (version >= current) this.#at.set(version, value);
  }

  #firstRead(rows: readonly number[], initial: number): number {
    const { readVersion, readValue, writeValue } = this.#rows;
    const first = rows.find((row) => readVersion[row] === initial && !Number.isNaN(readValue[row]));
    if (first !== undefined) return readValue[first]!;
    // Without any value in the trace 0 is as good as another.
    return rows.some((row) => !Number.isNaN(writeValue[row])) ? NaN : 0;
  }
}

/** The first of these numbers that is known. */
function known(...numbers: readonly (number | undefined)[]): number {
  return numbers.find((each) => each !== undefined && !Number.isNaN(each)) ?? NaN;
}
