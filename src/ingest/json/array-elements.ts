import { sourceBytes } from '../bytes/encoding.ts';
import type { Encoding } from '../bytes/encoding.ts';
import { LINE_FEED, MAX_BATCH_BYTES, MAX_LINE_BYTES } from '../bytes/lines.ts';
import type { LineBatch } from '../bytes/lines.ts';

const [QUOTE, BACKSLASH, COMMA, SPACE] = [0x22, 0x5c, 0x2c, 0x20];
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];
const CARRIAGE_RETURN = 13;

/**
 * Where the elements of an array are to be found: it is the whole text, or one of those of which the text is an array, or
 * stands in objects, one after the other.
 */
export type ArrayPlace = 'text' | 'arrays' | 'document';

/** A longer element is refused unread; those of a document are whole traces. */
const MOST_BYTES: Readonly<Record<ArrayPlace, number>> = {
  text: MAX_LINE_BYTES,
  arrays: MAX_LINE_BYTES,
  document: MAX_BATCH_BYTES,
};

/**
 * Cuts a JSON array into its elements as the text comes, each as a batch of one line at the place where it begins; it
 * never holds more than one element.
 */
export class ArrayElements {
  readonly #encoding: Encoding;
  readonly #place: ArrayPlace;
  #line = 1;
  #byteOffset: number;
  /** Nesting: 0 outside of the array, 1 between its elements and in a plain one; -1 outside of an array of arrays. */
  #depth: number;
  #isClosed = false;
  #hasMore = false;
  #inText = false;
  #escaped = false;
  /** The element that is open, and where it began. */
  #parts: Buffer[] | undefined;
  #partsBytes = 0;
  #start = { line: 0, byteOffset: 0 };

  /** `byteOffset` is where the text begins in the file: the length of its byte order mark. */
  constructor(encoding: Encoding, byteOffset: number, place: ArrayPlace) {
    this.#encoding = encoding;
    this.#place = place;
    this.#depth = place === 'arrays' ? -1 : 0;
    this.#byteOffset = byteOffset;
  }

  /** Why rows may be lost, once there is no more text; undefined if the array and the text end together. */
  get fault(): string | undefined {
    if (!this.#isClosed || (this.#place === 'arrays' && this.#depth === 0))
      return 'the JSON array does not end: what stands after its last whole element is lost';
    return this.#hasMore ? 'text stands after the end of the JSON array' : undefined;
  }

  /** The elements that this chunk completes. */
  *push(chunk: Uint8Array): Generator<LineBatch> {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let from = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (this.#parts === undefined && this.#begins(byte)) {
        this.#byteOffset += sourceBytes(bytes.subarray(from, at), this.#encoding);
        from = at;
        this.#parts = [];
        this.#start = { line: this.#line, byteOffset: this.#byteOffset };
      }
      if (byte === LINE_FEED) this.#line++;
      if (!this.#step(byte) || this.#parts === undefined) continue;
      this.#keep(bytes.subarray(from, at));
      yield this.#element();
      this.#byteOffset += sourceBytes(bytes.subarray(from, at), this.#encoding);
      from = at;
    }
    if (this.#parts !== undefined) this.#keep(bytes.subarray(from));
    this.#byteOffset += sourceBytes(bytes.subarray(from), this.#encoding);
  }

  /** Whether an element begins with this byte. */
  #begins(byte: number): boolean {
    return this.#depth === 1 && byte > SPACE && byte !== COMMA && byte !== CLOSE_BRACKET;
  }

  /** Goes on by one byte; whether an element ends before it. */
  #step(byte: number): boolean {
    if (this.#isClosed && this.#place === 'text') {
      this.#hasMore ||= byte > SPACE;
      return false;
    }
    if (this.#inText) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) this.#inText = false;
      return false;
    }
    if (byte === QUOTE) this.#inText = true;
    else if (this.#depth < 1 && byte !== OPEN_BRACKET) {
      if (this.#place === 'arrays' && byte === CLOSE_BRACKET) this.#depth = -1;
      return false;
    } else if (byte === OPEN_BRACKET || byte === OPEN_BRACE) {
      this.#depth++;
      this.#isClosed = false;
    } else if (byte === COMMA) return this.#depth === 1;
    else if (byte === CLOSE_BRACE && this.#depth > 1) this.#depth--;
    else if (byte === CLOSE_BRACKET) {
      this.#depth--;
      this.#isClosed = this.#depth === 0;
      return this.#isClosed;
    }
    return false;
  }

  #keep(bytes: Buffer): void {
    const room = Math.max(0, MOST_BYTES[this.#place] + 1 - this.#partsBytes);
    // A copy: the source may use its buffer again.
    if (room > 0) this.#parts!.push(Buffer.from(bytes.subarray(0, room)));
    this.#partsBytes += bytes.length;
  }

  #element(): LineBatch {
    const oversize = this.#partsBytes > MOST_BYTES[this.#place];
    const bytes = Buffer.concat([...this.#parts!, Buffer.of(LINE_FEED)]);
    // Line breaks mean nothing in JSON, and the reader of lines takes one element for one line.
    for (let at = 0; at < bytes.length - 1; at++)
      if (bytes[at] === LINE_FEED || bytes[at] === CARRIAGE_RETURN) bytes[at] = SPACE;
    this.#parts = undefined;
    this.#partsBytes = 0;
    return { bytes, ...this.#start, encoding: this.#encoding, oversize };
  }
}
