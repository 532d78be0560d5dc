import type { HistoryBuilder } from '../../core/history/builder.ts';
import { LINE_FEED } from '../bytes/lines.ts';
import type { LineBatch } from '../bytes/lines.ts';
import type { Slot } from '../cell.ts';
import { PlainCells } from '../cells/plain-cells.ts';
import { shapeOf, type LineShape } from './line-shape.ts';

/** Programs write lines of a few shapes; a file with more is read as text where it has others. */
const MOST_SHAPES = 8;
/** Lines that are looked at for their shape: where so many have shown none that is new, no further one will. */
const MOST_LOOKS = 256;
const [QUOTE, BACKSLASH, SPACE, MINUS, ZERO, NINE] = [0x22, 0x5c, 0x20, 0x2d, 0x30, 0x39];
const NULL = Buffer.from('null');

/** A shape whose values are read into these cells. */
interface ReadableShape extends LineShape {
  readonly cells: PlainCells;
  /** No line of this shape is shorter. */
  readonly leastBytes: number;
}

/**
 * Reads lines that are like lines before them: the same keys in the same order with the same text between, and values that
 * are plain. At the first other line it stops.
 */
export class PlainLines {
  readonly #builder: HistoryBuilder;
  readonly #shapes: ReadableShape[] = [];
  readonly #ends = new Uint8Array(256);
  #current = 0;
  #looks = 0;

  constructor(builder: HistoryBuilder) {
    this.#builder = builder;
    this.#ends.fill(1, 0, SPACE);
    for (const byte of [QUOTE, BACKSLASH]) this.#ends[byte] = 1;
  }

  /** Learns from a line that was read as text; `slotsOf` says what its keys stand for, undefined if it takes more than them. */
  learn(line: string, slotsOf: (keys: readonly string[]) => readonly Slot[] | undefined): void {
    if (this.#shapes.length >= MOST_SHAPES || this.#looks >= MOST_LOOKS) return;
    this.#looks++;
    const shape = shapeOf(line);
    const slots = shape && slotsOf(shape.keys);
    if (slots === undefined || this.#shapes.some((other) => isSame(other, shape!))) return;
    const cells = new PlainCells(this.#builder, slots, this.#ends);
    const leastBytes = shape!.before.reduce((sum, text) => sum + text.length + 1, shape!.after.length);
    this.#current = this.#shapes.push({ ...shape!, cells, leastBytes }) - 1;
  }

  /** Reads lines of UTF-8 from the beginning of the batch; how many were plain, and their bytes. */
  read({ bytes, line }: LineBatch): { readonly rows: number; readonly bytes: number } {
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    const begin = this.#builder.size;
    let start = 0;
    for (let misses = 0; start < end && misses < this.#shapes.length;) {
      const shape = this.#shapes[this.#current]!;
      const { cells } = shape;
      cells.open(bytes, Math.ceil((end - start) / shape.leastBytes));
      const first = this.#builder.size;
      let row = first;
      while (start < end && isRow(shape, bytes, start, row)) {
        cells.endRow(row, line + row - begin);
        start = cells.at;
        row++;
      }
      cells.close(row - first);
      if (start >= end) break;
      misses = row > first ? 1 : misses + 1;
      this.#current = (this.#current + 1) % this.#shapes.length;
    }
    return { rows: this.#builder.size - begin, bytes: start };
  }
}

/** Whether the line that begins here has the shape and plain values, which are put into the row then. */
function isRow(
  { cells, before, after }: ReadableShape,
  bytes: Uint8Array,
  start: number,
  row: number,
): boolean {
  cells.at = start;
  for (let i = 0; i < before.length; i++)
    if (!skip(cells, bytes, before[i]!) || !isValue(cells, bytes, i, row)) return false;
  return skip(cells, bytes, after);
}

/** Goes over a text; false if another one stands there. */
function skip(cells: PlainCells, bytes: Uint8Array, text: Uint8Array): boolean {
  const { at } = cells;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return false;
  cells.at = at + text.length;
  return true;
}

function isValue(cells: PlainCells, bytes: Uint8Array, i: number, row: number): boolean {
  const first = bytes[cells.at]!;
  if (first === QUOTE) {
    cells.at++;
    return cells.put(i, row) && bytes[cells.at++] === QUOTE;
  }
  const digits = first === MINUS ? cells.at + 1 : cells.at;
  const digit = bytes[digits]!;
  if (digit < ZERO || digit > NINE) return skip(cells, bytes, NULL) && cells.putNothing(i, row);
  // JSON has no numbers such as 007.
  const next = bytes[digits + 1]!;
  if (digit === ZERO && next >= ZERO && next <= NINE) return false;
  return cells.isText(i) ? cells.putDigits(i, row) : cells.put(i, row);
}

function isSame(one: LineShape, other: LineShape): boolean {
  const text = ({ before, after }: LineShape) => Buffer.concat([...before, after]);
  return text(one).equals(text(other));
}
