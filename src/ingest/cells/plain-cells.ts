import type { HistoryBuilder } from '../../core/history/builder.ts';
import { FIRST_HASH, nextHash, StringTable } from '../../core/history/string-table.ts';
import { decodeText } from '../../core/history/text-bytes.ts';
import { NONE } from '../../core/words/codes.ts';
import { resultOf, type Slot } from '../cell.ts';
import { isEmptyWord } from './empty-words.ts';

const [ZERO, NINE, MINUS, POINT, FIRST_INKED, LAST_ASCII] = [0x30, 0x39, 0x2d, 0x2e, 0x21, 0x7e];
/** Up to so many digits a decimal is exact in a double, as `strictDecimal` has it. */
const EXACT_DIGITS = 15;
const MOST_DIGITS = 16;
const MOST_COUNT = 2 ** 31 - 1;
const LONGEST_EMPTY_WORD = 4;
/** Words for results that are kept once they were seen; the results of a hostile file are without end. */
const MOST_RESULTS = 1000;
/** 10^i, as the readers of texts compute it. */
const POWERS = Array.from({ length: 32 }, (_, i) => 10 ** i);

/** What the cells of a slot are read as. */
const [TEXT, REQUIRED, EXTRA, RESULT, VERSION, COUNT, VALUE, TIME, DURATION] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const KINDS = {
  text: TEXT,
  required: REQUIRED,
  extra: EXTRA,
  result: RESULT,
  version: VERSION,
  count: COUNT,
  value: VALUE,
  time: TIME,
  duration: DURATION,
} as const satisfies Record<Slot['kind'], number>;

/**
 * Reads cells straight from bytes into the columns of a history. A cell is plain if it is written as the format says and as
 * nearly all programs write it; any other one is left to the readers of texts, with its whole row.
 */
export class PlainCells {
  readonly #builder: HistoryBuilder;
  readonly #strings: StringTable;
  readonly #slots: readonly Slot[];
  readonly #kinds: Uint8Array;
  readonly #shifts: Int32Array;
  /** 1 for the bytes that end a text, or that no plain text has. */
  readonly #ends: Uint8Array;
  readonly #results = new StringTable();
  readonly #resultCodes: number[] = [];
  readonly #texts: Int32Array[] = [];
  readonly #reals: Float64Array[] = [];
  #result: Uint8Array = new Uint8Array(0);
  #line: Uint32Array = new Uint32Array(0);
  #bytes: Uint8Array = new Uint8Array(0);
  #hasTimes = false;
  #rowHasTime = false;
  /** Where the next cell begins, and after a cell where it ends. */
  at = 0;

  /** Whether cells of these slots can be plain: the words of a result that are kept as a message too are not. */
  static canRead(slots: readonly Slot[]): boolean {
    return slots.every((slot) => slot.kind !== 'result' || slot.message === undefined);
  }

  /** The slots are those of the cells of a row, in any order; `ends` has a 1 for each byte that ends a text. */
  constructor(builder: HistoryBuilder, slots: readonly Slot[], ends: Uint8Array) {
    this.#builder = builder;
    this.#strings = builder.strings;
    this.#slots = slots;
    this.#ends = ends;
    this.#kinds = Uint8Array.from(slots, ({ kind }) => KINDS[kind]);
    this.#shifts = Int32Array.from(slots, (slot) => ('shift' in slot ? slot.shift : 0));
  }

  /** Begins to read rows out of these bytes, at most so many. */
  open(bytes: Uint8Array, rows: number): void {
    const builder = this.#builder;
    this.#bytes = bytes;
    this.#hasTimes = this.#rowHasTime = false;
    ({ line: this.#line, result: this.#result } = builder.openRows(rows));
    for (const [i, slot] of this.#slots.entries())
      if (slot.kind === 'extra') this.#texts[i] = builder.openExtra(slot.extra, rows);
      else if (slot.kind === 'text' || slot.kind === 'required')
        this.#texts[i] = builder.openText(slot.column, rows);
      else if (slot.column === 'retry_count') this.#texts[i] = builder.openText(slot.column, rows);
      else if (slot.kind !== 'result') this.#reals[i] = builder.openReal(slot.column, rows);
  }

  /** Puts the cell that begins here into the row; false, and whatever it was put to, if it is not plain. */
  put(i: number, row: number): boolean {
    const kind = this.#kinds[i]!;
    if (kind <= RESULT) return this.#putText(i, row);
    if (this.#ends[this.#bytes[this.at]!] === 1) {
      this.putNothing(i, row);
      return true;
    }
    return kind === TIME ? this.#putTime(i, row) : this.#putNumber(i, kind, row);
  }

  /** Puts an empty cell, which the row can do without; false if it cannot. */
  putNothing(i: number, row: number): boolean {
    const kind = this.#kinds[i]!;
    if (kind === REQUIRED || kind === RESULT) return false;
    if (kind === TEXT || kind === EXTRA || kind === COUNT) this.#texts[i]![row] = NONE;
    else this.#reals[i]![row] = kind === VERSION ? NONE : NaN;
    return true;
  }

  /** Puts the text up to before `to`, which has this hash. */
  putBytes(i: number, row: number, to: number, hash: number): boolean {
    const kind = this.#kinds[i]!;
    const from = this.at;
    this.at = to;
    if (from === to) return this.putNothing(i, row);
    if (kind === RESULT) return this.#putResult(i, row, from, to, hash);
    if (kind === TEXT && !this.#isPlainText(from, to)) return false;
    this.#texts[i]![row] = this.#strings.indexOfBytes(this.#bytes, from, to, hash);
    return true;
  }

  /** Puts a whole number of few digits as the text that it is. */
  putDigits(i: number, row: number): boolean {
    const bytes = this.#bytes;
    let to = this.at;
    let hash = FIRST_HASH;
    for (let byte = bytes[to]!; byte >= ZERO && byte <= NINE; byte = bytes[++to]!)
      hash = nextHash(hash, byte);
    const digits = to - this.at;
    return digits > 0 && digits <= EXACT_DIGITS && this.putBytes(i, row, to, hash);
  }

  /** Ends a row, which stands on this line. */
  endRow(row: number, line: number): void {
    this.#line[row] = line;
    this.#hasTimes ||= this.#rowHasTime;
    this.#rowHasTime = false;
  }

  /** Whether the cells of a slot are texts. */
  isText(i: number): boolean {
    return this.#kinds[i]! <= RESULT;
  }

  /** Accepts the first rows of those that were read. */
  close(rows: number): void {
    this.#builder.closeRows(rows, this.#hasTimes && rows > 0);
    this.#texts.length = this.#reals.length = 0;
  }

  #putText(i: number, row: number): boolean {
    const bytes = this.#bytes;
    const ends = this.#ends;
    let to = this.at;
    let hash = FIRST_HASH;
    for (let byte = bytes[to]!; ends[byte] === 0; byte = bytes[++to]!) hash = nextHash(hash, byte);
    return this.putBytes(i, row, to, hash);
  }

  /** Whether a text is trimmed, and no word for nothing: a text with other characters at its ends is left to other readers. */
  #isPlainText(from: number, to: number): boolean {
    const [first, last] = [this.#bytes[from]!, this.#bytes[to - 1]!];
    if (first < FIRST_INKED || first > LAST_ASCII || last < FIRST_INKED || last > LAST_ASCII) return false;
    return to - from > LONGEST_EMPTY_WORD || !isEmptyWord(decodeText(this.#bytes, from, to));
  }

  #putResult(i: number, row: number, from: number, to: number, hash: number): boolean {
    if (this.#results.length >= MOST_RESULTS) return false;
    const word = this.#results.indexOfBytes(this.#bytes, from, to, hash);
    this.#resultCodes[word] ??= resultOf(this.#slots[i] as ResultSlot, this.#results.at(word)!) ?? NONE;
    const code = this.#resultCodes[word];
    if (code === NONE) return false;
    this.#result[row] = code;
    return true;
  }

  #putNumber(i: number, kind: number, row: number): boolean {
    if (kind === DURATION) {
      const ms = this.#decimal(this.#shifts[i]!);
      if (ms < 0) return false;
      this.#reals[i]![row] = ms;
      return true;
    }
    const isNegative = kind === VALUE && this.#skipMinus();
    const value = this.#whole();
    if (value < 0) return false;
    if (kind === COUNT) {
      if (value > MOST_COUNT) return false;
      this.#texts[i]![row] = value;
    } else this.#reals[i]![row] = isNegative && value !== 0 ? -value : value;
    return true;
  }

  #putTime(i: number, row: number): boolean {
    const isNegative = this.#skipMinus();
    const shift = this.#shifts[i]!;
    const value = shift === 0 ? this.#whole() : this.#decimal(shift);
    if (value < 0 || value > Number.MAX_SAFE_INTEGER) return false;
    const us = this.#builder.relativeUs(isNegative && value !== 0 ? -value : value);
    if (us === undefined) return false;
    this.#rowHasTime = true;
    this.#reals[i]![row] = us;
    return true;
  }

  #skipMinus(): boolean {
    if (this.#bytes[this.at] !== MINUS) return false;
    this.at++;
    return true;
  }

  /** The whole number whose digits begin here; −1 if there are none, or so many that it may not be exact. */
  #whole(): number {
    const bytes = this.#bytes;
    const from = this.at;
    let at = from;
    let value = 0;
    for (let digit = bytes[at]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO)
      value = value * 10 + digit;
    this.at = at;
    return at === from || at - from > MOST_DIGITS || value > Number.MAX_SAFE_INTEGER ? -1 : value;
  }

  /** The number whose digits, with or without a fraction, begin here, times 10^shift; −1 if it is written otherwise. */
  #decimal(shift: number): number {
    const bytes = this.#bytes;
    const from = this.at;
    let at = from;
    let point = -1;
    let mantissa = 0;
    for (let byte = bytes[at]!; ; byte = bytes[++at]!) {
      if (byte >= ZERO && byte <= NINE) mantissa = mantissa * 10 + (byte - ZERO);
      else if (byte === POINT && point < 0 && at > from) point = at;
      else break;
    }
    this.at = at;
    const length = at - from;
    if (length === 0 || length > EXACT_DIGITS || point === at - 1) return -1;
    const exponent = shift - (point < 0 ? 0 : at - 1 - point);
    return exponent < 0 ? mantissa / POWERS[-exponent]! : mantissa * POWERS[exponent]!;
  }
}

type ResultSlot = Slot & { readonly kind: 'result' };
