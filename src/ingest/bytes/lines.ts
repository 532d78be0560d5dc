import { isAscii, isUtf8 } from 'node:buffer';
import { sourceBytes } from './encoding.ts';
import type { Encoding } from './encoding.ts';

/** The byte that ends a line. */
export const LINE_FEED = 10;
/** A longer line is refused unread. */
export const MAX_LINE_BYTES = 1024 * 1024;
/** The same for what holds many attempts: a trace of Jaeger, a batch of OpenTelemetry. */
export const MAX_BATCH_BYTES = 32 * MAX_LINE_BYTES;
const PIECE_BYTES = 256 * 1024;

/** Some whole lines of a file. Only the last batch of a file may end without a line feed. */
export interface LineBatch {
  /** UTF-8, not checked. */
  readonly bytes: Buffer;
  /** 1-based number of its first line. */
  readonly line: number;
  /** Where its first line begins in the file. */
  readonly byteOffset: number;
  readonly encoding: Encoding;
  /** True for a single line that is longer than it may be, of which `bytes` is only the beginning. */
  readonly oversize: boolean;
}

/** Splits UTF-8 text into batches of whole lines, without ever holding more than one line and one piece. */
export class LineSplitter {
  readonly #encoding: Encoding;
  readonly #mostBytes: number;
  #line = 1;
  #byteOffset: number;
  /** The beginning of a line whose end has not come yet. */
  #open: Buffer[] = [];
  #openBytes = 0;
  /** What was dropped from the end of a line that is too long, in bytes of the text and of the file. */
  #dropped = 0;
  #droppedSource = 0;

  /** `byteOffset` is where the text begins in the file: the length of its byte order mark. */
  constructor(encoding: Encoding, byteOffset: number, mostBytes: number) {
    this.#encoding = encoding;
    this.#mostBytes = mostBytes;
    this.#byteOffset = byteOffset;
  }

  /** The batches that this chunk completes. */
  *push(chunk: Uint8Array): Generator<LineBatch> {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let from = 0; from < bytes.length; from += PIECE_BYTES)
      yield* this.#pushPiece(bytes.subarray(from, from + PIECE_BYTES));
  }

  /** The unfinished last line, if there is one. */
  *end(): Generator<LineBatch> {
    if (this.#openBytes > 0) yield this.#closeOpen(Buffer.alloc(0));
  }

  *#pushPiece(piece: Buffer): Generator<LineBatch> {
    let rest = piece;
    if (this.#openBytes > 0) {
      const end = piece.indexOf(LINE_FEED) + 1;
      if (end === 0) {
        this.#keep(piece);
        return;
      }
      const tooLong = this.#openBytes + end - 1 > this.#mostBytes;
      const whole = tooLong ? end : piece.lastIndexOf(LINE_FEED) + 1;
      yield this.#closeOpen(piece.subarray(0, whole), tooLong);
      rest = piece.subarray(whole);
    }
    const whole = rest.lastIndexOf(LINE_FEED) + 1;
    if (whole > 0) yield this.#batch(rest.subarray(0, whole), false);
    if (whole < rest.length) this.#keep(rest.subarray(whole));
  }

  #keep(piece: Buffer): void {
    const room = Math.max(0, this.#mostBytes - (this.#openBytes - this.#dropped));
    // A copy: the source may use its buffer again.
    if (room > 0) this.#open.push(Buffer.from(piece.subarray(0, room)));
    this.#drop(piece.subarray(room));
    this.#openBytes += piece.length;
  }

  #drop(piece: Buffer): void {
    this.#dropped += piece.length;
    this.#droppedSource += sourceBytes(piece, this.#encoding);
  }

  #closeOpen(end: Buffer, oversize = this.#openBytes > this.#mostBytes): LineBatch {
    if (oversize) this.#drop(end);
    const bytes = Buffer.concat(oversize ? this.#open : [...this.#open, end]);
    const batch = this.#batch(bytes, oversize);
    this.#open = [];
    this.#openBytes = 0;
    this.#dropped = 0;
    this.#droppedSource = 0;
    return batch;
  }

  #batch(bytes: Buffer, oversize: boolean): LineBatch {
    const [line, byteOffset, encoding] = [this.#line, this.#byteOffset, this.#encoding];
    this.#line += oversize ? 1 : countFeeds(bytes);
    this.#byteOffset += sourceBytes(bytes, this.#encoding) + (oversize ? this.#droppedSource : 0);
    return { bytes, line, byteOffset, encoding, oversize };
  }
}

/** Where a line of the batch begins in its bytes; the end of them for the line after the last. */
export function lineStart(batch: LineBatch, line: number): number {
  let start = 0;
  for (let at = batch.line; at < line; at++) {
    const feed = batch.bytes.indexOf(LINE_FEED, start);
    if (feed < 0) return batch.bytes.length;
    start = feed + 1;
  }
  return start;
}

/** Where the line ends, line feed included, in which the byte `at` stands. */
export function lineEnd({ bytes }: LineBatch, at: number): number {
  return bytes.indexOf(LINE_FEED, at) + 1 || bytes.length;
}

/** The batch's first lines, about `length` bytes of them. */
export function wholeLines(batch: LineBatch, length: number): LineBatch {
  if (length >= batch.bytes.length) return batch;
  return { ...batch, bytes: batch.bytes.subarray(0, lineEnd(batch, length)) };
}

/** The batch from one of its lines on. */
export function fromLine(batch: LineBatch, line: number): LineBatch {
  return fromByte(batch, lineStart(batch, line), line);
}

/** The batch from the byte `start` on, where its line `line` begins. */
export function fromByte(batch: LineBatch, start: number, line: number): LineBatch {
  const byteOffset = batch.byteOffset + sourceBytes(batch.bytes.subarray(0, start), batch.encoding);
  return { ...batch, bytes: batch.bytes.subarray(start), line, byteOffset };
}

/** The batch as text; what is not UTF-8 in it becomes U+FFFD. */
export function textOf(batch: LineBatch): string {
  return batch.bytes.toString(isAscii(batch.bytes) ? 'latin1' : 'utf8');
}

/** The lines of the batch that are not UTF-8; undefined, and cheap, if there are none. */
export function damagedLines(batch: LineBatch): ReadonlySet<number> | undefined {
  if (isUtf8(batch.bytes)) return undefined;
  const damaged = new Set<number>();
  let line = batch.line;
  for (let start = 0; start < batch.bytes.length; line++) {
    const feed = batch.bytes.indexOf(LINE_FEED, start);
    const end = feed < 0 ? batch.bytes.length : feed + 1;
    if (!isUtf8(batch.bytes.subarray(start, end))) damaged.add(line);
    start = end;
  }
  return damaged;
}

/** Number of line feeds. */
export function countFeeds(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lines++;
  return lines;
}
