import { LINE_FEED } from './lines.ts';
import { peek } from './peek.ts';

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
  const text = await peek(chunks, (chunk, bytes) => bytes >= LOOK_BYTES || chunk.includes(LINE_FEED));
  const look = text.head.subarray(0, LOOK_BYTES);
  const isOld = !look.includes(LINE_FEED) && look.includes(CARRIAGE_RETURN);
  if (!isOld) {
    yield* text.chunks;
    return;
  }
  found();
  const feeds = new Feeds();
  for await (const chunk of text.chunks) yield feeds.push(chunk);
  yield feeds.end();
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
