import { NONE } from '../words/codes.ts';
import type { History } from '../history/history.ts';
import { ownUnits } from '../history/own-units.ts';

/** What attempts take when they are applied, in units, from what rows and manifest say. */
export class Units {
  readonly #history: History;
  readonly #stated: number | undefined;
  /** Per key: whether some row says units, or both values. */
  readonly #said: Uint8Array;
  /** Of writes whose row says no value, the one that a repeated answer says. */
  readonly #repeated = new Map<number, number>();

  /** `perSuccess` is the manifest's, undefined where it does not say. */
  constructor(history: History, perSuccess: number | undefined) {
    this.#history = history;
    this.#stated = perSuccess;
    this.#said = new Uint8Array(history.strings.length);
    const { inventoryKey, columns } = history;
    if (!columns.has('units') && !columns.has('write_value')) return;
    for (let row = 0; row < history.size; row++)
      if (!Number.isNaN(this.#own(row))) this.#said[inventoryKey[row]!] = 1;
  }

  /** Units that the row takes, as it says or as the manifest says; NaN where they may be any number. */
  of(row: number): number {
    const own = this.#own(row);
    if (!Number.isNaN(own)) return own;
    if (this.#stated !== undefined) return this.#stated;
    return this.#said[this.#history.inventoryKey[row]!] === 1 ? NaN : 1;
  }

  /**
   * Units of a write, as the row says that made it, else as the units of the one that stands for it; NaN where both leave
   * them open. What another row than the maker read is no witness of what the write took.
   */
  ofWrite(row: number, maker: number): number {
    return firstKnown(this.#own(maker), firstKnown(this.#history.units[row]!, this.of(maker)));
  }

  /** The value that a write left, as the row says that stands for it, else its maker, else a repeated answer; NaN without any. */
  written(row: number, maker: number): number {
    const { writeValue } = this.#history;
    return firstKnown(writeValue[row]!, firstKnown(writeValue[maker]!, this.#repeated.get(row) ?? NaN));
  }

  /** Takes note of the values that all rows which name a write say it left: `row` stands for it and may say none. */
  noteWritten(row: number, namers: readonly number[]): void {
    const { writeValue } = this.#history;
    if (namers.length < 2 || !Number.isNaN(writeValue[row]!)) return;
    const said = namers.map((each) => writeValue[each]!).filter((value) => !Number.isNaN(value));
    if (said.length > 0) this.#repeated.set(row, Math.min(...said));
  }

  /** Units as {@link of}, and 1 where they are open: what a request asks for unless it says otherwise. */
  or1(row: number): number {
    const units = this.of(row);
    return Number.isNaN(units) ? 1 : units;
  }

  /** Whether the row says in its own cells that its write changed the value, although its version stayed. */
  changed(row: number): boolean {
    const { readValue, writeValue } = this.#history;
    return readValue[row]! !== writeValue[row]! && !Number.isNaN(readValue[row]! - writeValue[row]!);
  }

  /** The value that an attempt left if it was applied; NaN where its row does not say. */
  wouldLeave(row: number): number {
    const { readValue, writeValue } = this.#history;
    return firstKnown(writeValue[row]!, readValue[row]! - this.or1(row));
  }

  /** Whether a row can have written what rows that name the version say was written. */
  fits(row: number, namers: readonly number[]): boolean {
    const { writeValue } = this.#history;
    const would = this.wouldLeave(row);
    return namers.every((namer) => {
      const written = writeValue[namer]!;
      const isOwnChange = namer === row && Number.isNaN(this.#history.units[row]!);
      return isOwnChange || Number.isNaN(would) || Number.isNaN(written) || written === would;
    });
  }

  #own(row: number): number {
    return ownUnits(this.#history, row);
  }

  /** Whether a row's own values deny the units that it says. */
  contradicts(row: number): boolean {
    const { units, readValue, writeValue } = this.#history;
    const change = readValue[row]! - writeValue[row]!;
    return !Number.isNaN(change) && !Number.isNaN(units[row]!) && change !== units[row];
  }

  /** Whether a success took nothing, although nothing says that it was only a look. */
  tookNothing(row: number): boolean {
    const { units, readVersion } = this.#history;
    return Number.isNaN(units[row]!) && readVersion[row] !== NONE && this.#own(row) === 0;
  }
}

/** The first of two numbers, or the second where it is NaN. */
export function firstKnown(a: number, b: number): number {
  return Number.isNaN(a) ? b : a;
}
