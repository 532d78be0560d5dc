/** What a client may ask for before it says who it is, by the number that stands where a protocol version would. */
export const STARTUP = { cancel: 80877102, ssl: 80877103, gss: 80877104 } as const;

/** Codes of messages, as the protocol has them: one letter each, of which several mean another thing in each direction. */
export const FRONTEND = {
  bind: 0x42,
  close: 0x43,
  copyData: 0x64,
  copyDone: 0x63,
  copyFail: 0x66,
  describe: 0x44,
  execute: 0x45,
  flush: 0x48,
  functionCall: 0x46,
  parse: 0x50,
  password: 0x70,
  query: 0x51,
  sync: 0x53,
  terminate: 0x58,
} as const;

/** See {@link FRONTEND}. */
export const BACKEND = {
  bindComplete: 0x32,
  closeComplete: 0x33,
  commandComplete: 0x43,
  copyBoth: 0x57,
  copyData: 0x64,
  copyIn: 0x47,
  dataRow: 0x44,
  emptyQuery: 0x49,
  error: 0x45,
  keyData: 0x4b,
  noData: 0x6e,
  parameterDescription: 0x74,
  parseComplete: 0x31,
  portalSuspended: 0x73,
  readyForQuery: 0x5a,
  rowDescription: 0x54,
} as const;

/** The server takes no message that is longer. */
const MOST_BYTES = 0x4000_0000;
const LENGTH_BYTES = 4;
const HEAD_BYTES = 1 + LENGTH_BYTES;

/** Where the messages of one direction go. */
export interface FrameReceiver {
  /** Called for each message that is whole, with its code and length before it. */
  frame(frame: Buffer): void;
  /** Called with all that is left, where it cannot be a message. */
  invalid(rest: Buffer): void;
}

/**
 * The messages of one direction of PostgreSQL's protocol, out of chunks that are cut anywhere. It copies only a message that
 * lies in several chunks, and never keeps one whose code is not wanted: of that it gives the code and length when they are there.
 */
export class FrameReader {
  readonly #receiver: FrameReceiver;
  readonly #isWanted: (code: number) => boolean;
  #parts: Buffer[] = [];
  #held = 0;
  #needed = 0;
  #skipped = 0;
  #ended = false;

  constructor(receiver: FrameReceiver, isWanted: (code: number) => boolean) {
    this.#receiver = receiver;
    this.#isWanted = isWanted;
  }

  /** Bytes of a message that is not whole yet. */
  get heldBytes(): number {
    return this.#held;
  }

  /** Takes the next chunk. */
  push(chunk: Buffer): void {
    if (this.#ended) {
      this.#receiver.invalid(chunk);
      return;
    }
    this.#parts.push(chunk);
    this.#held += chunk.length;
    if (this.#held >= this.#needed) this.#read();
  }

  #take(): Buffer {
    const all = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#held = 0;
    return all;
  }

  #read(): void {
    const bytes = this.#take();
    let at = 0;
    this.#needed = 1;
    while (at < bytes.length && !this.#ended) {
      if (this.#skipped > 0) {
        const skipped = Math.min(this.#skipped, bytes.length - at);
        this.#skipped -= skipped;
        at += skipped;
        continue;
      }
      this.#needed = HEAD_BYTES;
      if (bytes.length - at < HEAD_BYTES) break;
      const length = bytes.readUInt32BE(at + 1);
      if (length < LENGTH_BYTES || length > MOST_BYTES) {
        this.#ended = true;
        break;
      }
      const whole = length + 1;
      if (!this.#isWanted(bytes[at]!)) {
        this.#skipped = whole;
        this.#receiver.frame(bytes.subarray(at, at + HEAD_BYTES));
        this.#needed = 1;
        continue;
      }
      this.#needed = whole;
      if (bytes.length - at < whole) break;
      this.#receiver.frame(bytes.subarray(at, at + whole));
      this.#needed = 1;
      at += whole;
    }
    if (at >= bytes.length) return;
    const rest = bytes.subarray(at);
    if (this.#ended) {
      this.#receiver.invalid(rest);
      return;
    }
    this.#parts.push(rest);
    this.#held += rest.length;
  }
}

/** The members of a message, one after the other, from behind its code and length. */
export class FrameFields {
  readonly #frame: Buffer;
  #at: number;

  constructor(frame: Buffer, from = HEAD_BYTES) {
    this.#frame = frame;
    this.#at = from;
  }

  /** Whether there are more. */
  get hasMore(): boolean {
    return this.#at < this.#frame.length;
  }

  byte(): number {
    return this.#frame.readUInt8(this.#at++);
  }

  int16(): number {
    return this.#frame.readInt16BE((this.#at += 2) - 2);
  }

  int32(): number {
    return this.#frame.readInt32BE((this.#at += 4) - 4);
  }

  /** A text that ends in a zero byte. */
  text(): string {
    const end = this.#frame.indexOf(0, this.#at);
    if (end < 0) throw new RangeError('a text without an end');
    const text = this.#frame.toString('utf8', this.#at, end);
    this.#at = end + 1;
    return text;
  }

  /** As many bytes as a number before them says; null where that is -1. */
  value(): Buffer | null {
    const length = this.int32();
    if (length < 0) return null;
    if (this.#at + length > this.#frame.length) throw new RangeError('a value without an end');
    return this.#frame.subarray(this.#at, (this.#at += length));
  }

  /** All that is left. */
  rest(): Buffer {
    return this.#frame.subarray(this.#at, (this.#at = this.#frame.length));
  }
}

/** A message with this code and content. */
export function frameOf(code: string, content: Buffer): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.write(code, 'latin1');
  head.writeInt32BE(content.length + LENGTH_BYTES, 1);
  return Buffer.concat([head, content]);
}
