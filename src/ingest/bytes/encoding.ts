import { StringDecoder } from 'node:string_decoder';

/** How the file's text is encoded; UTF-16 only where a byte order mark says so. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** A byte that UTF-8 never contains: what UTF-16 could not say becomes it, and its line is refused like any other damage. */
const DAMAGE = Buffer.of(0xff);
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** What the first bytes say: the encoding, and the length of the byte order mark. */
export function sniffEncoding(head: Uint8Array): { encoding: Encoding; bomBytes: number } {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bomBytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bomBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bomBytes: 2 };
  return { encoding: 'utf-8', bomBytes: 0 };
}

/** Bytes that {@link looksLikeUtf16} is to see. */
export const ENCODING_HEAD_BYTES = 64;

/** Whether a text begins as UTF-16 does that has no mark: of each pair of bytes one, and always the same, is zero. */
export function looksLikeUtf16(head: Uint8Array): boolean {
  const zeros = (from: number) => head.filter((byte, at) => at % 2 === from && byte === 0).length;
  const pairs = head.length >> 1;
  const [even, odd] = [zeros(0), zeros(1)];
  return pairs >= 2 && Math.max(even, odd) >= 0.9 * pairs && Math.min(even, odd) <= 0.1 * pairs;
}

/** What is said of such a text, which is not read. */
export const UNMARKED_UTF16 = 'the text is UTF-16, and no byte order mark says so: save it as UTF-8';

/** The same text in UTF-8; UTF-16 that is not well formed becomes bytes that are not UTF-8 either. */
export async function* asUtf8(
  chunks: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<Uint8Array> {
  if (encoding === 'utf-8') {
    yield* chunks;
    return;
  }
  const decoder = new StringDecoder('utf16le');
  let odd = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([odd, chunk]);
    const even = bytes.length - (bytes.length % 2);
    odd = bytes.subarray(even);
    const units = bytes.subarray(0, even);
    yield encodeUtf8(decoder.write(encoding === 'utf-16be' ? units.swap16() : units));
  }
  yield encodeUtf8(decoder.end());
  if (odd.length > 0) yield DAMAGE;
}

/** How many bytes of the file a piece of the UTF-8 text was; pieces may be cut anywhere. */
export function sourceBytes(utf8: Uint8Array, encoding: Encoding): number {
  if (encoding === 'utf-8') return utf8.length;
  let units = 0;
  for (const byte of utf8) units += byte >= 0xf0 && byte <= 0xf4 ? 2 : byte >= 0x80 && byte <= 0xbf ? 0 : 1;
  return 2 * units;
}

function encodeUtf8(text: string): Buffer {
  if (!LONE_SURROGATE.test(text)) return Buffer.from(text, 'utf8');
  return Buffer.concat(
    text
      .split(LONE_SURROGATE)
      .flatMap((part, i) => (i === 0 ? [] : [DAMAGE]).concat(Buffer.from(part, 'utf8'))),
  );
}
