import { NONE } from '../words/codes.ts';
import { decodeText, encodeText, MOST_BYTES_PER_UNIT } from './text-bytes.ts';

/** After so many occupied slots a text goes into a table of the language: a file may be made so that all of its texts collide. */
const MOST_PROBES = 64;
/** Texts that were decoded lately: names of keys and workers are asked for again and again. */
const DECODED = 1024;
const PRIME = 0x01000193;

/** What {@link nextHash} begins with. */
export const FIRST_HASH = 0x811c9dc5 | 0;

/** The hash of a text whose bytes before `byte` have this hash. */
export function nextHash(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, PRIME);
}

/**
 * Gives every distinct text one small number. A million request ids are bytes in one array, not a million strings: a text is
 * made into a string when it is asked for.
 */
export class StringTable {
  #bytes = new Uint8Array(1024);
  #ends = new Uint32Array(64);
  #hashes = new Int32Array(64);
  #length = 0;
  /** Numbers of texts by their hash, in the next free slot; {@link NONE} in a free one. */
  #slots = new Int32Array(256).fill(NONE);
  readonly #crowded = new Map<string, number>();
  readonly #decoded: string[] = [];
  readonly #decodedIndex = new Int32Array(DECODED).fill(NONE);

  /** How many there are. */
  get length(): number {
    return this.#length;
  }

  /** The bytes of all texts together. */
  get byteLength(): number {
    return this.#used;
  }

  /** The text with this number; undefined if there is none, as of {@link NONE}. */
  at(index: number): string | undefined {
    if (!(index >= 0 && index < this.#length)) return undefined;
    const place = index % DECODED;
    if (this.#decodedIndex[place] === index) return this.#decoded[place];
    const text = decodeText(this.#bytes, this.#startOf(index), this.#ends[index]!);
    this.#decodedIndex[place] = index;
    this.#decoded[place] = text;
    return text;
  }

  /** All texts in the order of their numbers. */
  *[Symbol.iterator](): Generator<string> {
    for (let index = 0; index < this.#length; index++) yield this.at(index)!;
  }

  /** The number of a text, the same for the same text; {@link NONE} for ''. */
  index(text: string): number {
    if (text === '') return NONE;
    const from = this.#used;
    this.#makeRoom(text.length * MOST_BYTES_PER_UNIT);
    const to = encodeText(text, this.#bytes, from);
    let hash = FIRST_HASH;
    for (let at = from; at < to; at++) hash = nextHash(hash, this.#bytes[at]!);
    return this.indexOfBytes(this.#bytes, from, to, hash);
  }

  /** The same for a text that is not empty, as UTF-8 from `from` to before `to`, with the hash of its bytes. */
  indexOfBytes(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const slots = this.#slots;
    const most = slots.length - 1;
    let slot = spread(hash) & most;
    for (let probe = 0; probe < MOST_PROBES; probe++) {
      const index = slots[slot]!;
      if (index === NONE) {
        slots[slot] = this.#length;
        return this.#add(bytes, from, to, hash);
      }
      if (this.#hashes[index] === hash && this.#is(index, bytes, from, to)) return index;
      slot = (slot + 1) & most;
    }
    const text = decodeText(bytes, from, to);
    const known = this.#crowded.get(text);
    if (known !== undefined) return known;
    this.#crowded.set(text, this.#length);
    return this.#add(bytes, from, to, hash);
  }

  get #used(): number {
    return this.#startOf(this.#length);
  }

  #startOf(index: number): number {
    return index === 0 ? 0 : this.#ends[index - 1]!;
  }

  #is(index: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#startOf(index);
    const length = to - from;
    if (this.#ends[index]! - start !== length) return false;
    const own = this.#bytes;
    for (let at = 0; at < length; at++) if (own[start + at] !== bytes[from + at]) return false;
    return true;
  }

  #add(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const index = this.#length;
    if (index === this.#ends.length) {
      this.#ends = grown(this.#ends, new Uint32Array(2 * index));
      this.#hashes = grown(this.#hashes, new Int32Array(2 * index));
    }
    const start = this.#used;
    // Those of `index` stand where they belong already.
    if (bytes !== this.#bytes) {
      this.#makeRoom(to - from);
      const own = this.#bytes;
      for (let at = from; at < to; at++) own[start + at - from] = bytes[at]!;
    }
    this.#ends[index] = start + to - from;
    this.#hashes[index] = hash;
    this.#length++;
    if (2 * this.#length > this.#slots.length) this.#widen();
    return index;
  }

  #makeRoom(length: number): void {
    const needed = this.#used + length;
    if (needed > this.#bytes.length)
      this.#bytes = grown(this.#bytes, new Uint8Array(Math.max(needed, 2 * this.#bytes.length)));
  }

  #widen(): void {
    const slots = new Int32Array(2 * this.#slots.length).fill(NONE);
    const most = slots.length - 1;
    for (let index = 0; index < this.#length; index++) {
      let slot = spread(this.#hashes[index]!) & most;
      let probe = 0;
      while (slots[slot] !== NONE && ++probe < MOST_PROBES) slot = (slot + 1) & most;
      if (slots[slot] === NONE) slots[slot] = index;
      else this.#crowded.set(decodeText(this.#bytes, this.#startOf(index), this.#ends[index]!), index);
    }
    this.#slots = slots;
  }
}

/** Mixes the high bits of a hash into the low ones. */
function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}

function grown<T extends Uint8Array | Uint32Array | Int32Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
