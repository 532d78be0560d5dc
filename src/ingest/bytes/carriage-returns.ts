import { LINE_FEED } from './lines.ts';

const CARRIAGE_RETURN = 13;
/** A text in whose beginning there are carriage returns and no line feed has lines that end in the former alone. */
const LOOK_BYTES = 64 * 1024;

/**
 * The same UTF-8 text, byte for byte as long, with line feeds where its lines end in carriage returns alone; `found` is
 * called then. Text with other line ends passes as it is.
 */
export async function* withLineFeeds(
  chunks: AsyncIterable<Uint8Array>,
  found: () => void,
): AsyncGenerator<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]();
  try {
    const { head, ended } = await headOf(source);
    const look = head.subarray(0, LOOK_BYTES);
    const isOld = !look.includes(LINE_FEED) && look.includes(CARRIAGE_RETURN);
    if (isOld) found();
    const feeds = new Feeds();
    if (head.length > 0) yield isOld ? feeds.push(head) : head;
    if (!ended)
      for (let next = await source.next(); next.done !== true; next = await source.next())
        yield isOld ? feeds.push(next.value) : next.value;
    if (isOld) yield feeds.end();
  } finally {
    await source.return?.();
  }
}

/** The first chunks: until a line feed, or enough of them to do without one. */
async function headOf(source: AsyncIterator<Uint8Array>): Promise<{ head: Uint8Array; ended: boolean }> {
  const first: Uint8Array[] = [];
  for (let bytes = 0; bytes < LOOK_BYTES;) {
    const next = await source.next();
    if (next.done === true) return { head: Buffer.concat(first), ended: true };
    first.push(Buffer.from(next.value));
    bytes += next.value.length;
    if (next.value.includes(LINE_FEED)) break;
  }
  return { head: first.length === 1 ? first[0]! : Buffer.concat(first), ended: false };
}

/** Turns carriage returns into line feeds, except those that a line feed follows. */
class Feeds {
  #endsInReturn = false;

  push(chunk: Uint8Array): Uint8Array {
    const held = this.#endsInReturn ? [Buffer.of(CARRIAGE_RETURN)] : [];
    const bytes = Buffer.concat([...held, chunk]);
    this.#endsInReturn = bytes.at(-1) === CARRIAGE_RETURN;
    const whole = this.#endsInReturn ? bytes.subarray(0, -1) : bytes;
    for (let at = whole.indexOf(CARRIAGE_RETURN); at >= 0; at = whole.indexOf(CARRIAGE_RETURN, at + 1))
      if (bytes[at + 1] !== LINE_FEED) whole[at] = LINE_FEED;
    return whole;
  }

  end(): Uint8Array {
    return this.#endsInReturn ? Buffer.of(LINE_FEED) : Buffer.alloc(0);
  }
}
