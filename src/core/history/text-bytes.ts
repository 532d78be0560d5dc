/**
 * Texts as bytes: UTF-8, in which half of a pair that stands alone has three bytes of its own, so that every string of the
 * language comes back as it was.
 */

/** The most bytes that one unit of a string becomes. */
export const MOST_BYTES_PER_UNIT = 3;
/** Units that become a string at once. */
const PIECE = 4096;

/** Writes a text into `bytes` from `from` on, where it has room; returns where it ends. */
export function encodeText(text: string, bytes: Uint8Array, from: number): number {
  let to = from;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) {
      bytes[to++] = code;
      continue;
    }
    if (isHigh(code) && isLow(text.charCodeAt(i + 1)))
      code = 0x10000 + ((code - 0xd800) << 10) + (text.charCodeAt(++i) - 0xdc00);
    if (code >= 0x10000) {
      bytes[to++] = 0xf0 | (code >> 18);
      bytes[to++] = 0x80 | ((code >> 12) & 0x3f);
    } else if (code >= 0x800) bytes[to++] = 0xe0 | (code >> 12);
    if (code >= 0x800) bytes[to++] = 0x80 | ((code >> 6) & 0x3f);
    else bytes[to++] = 0xc0 | (code >> 6);
    bytes[to++] = 0x80 | (code & 0x3f);
  }
  return to;
}

/** The text that {@link encodeText} has written, or any UTF-8, from `from` to before `to`. */
export function decodeText(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  const units: number[] = [];
  for (let at = from; at < to;) {
    const lead = bytes[at]!;
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    let code = length === 1 ? lead : lead & (0xff >> (length + 1));
    for (let next = 1; next < length; next++) code = (code << 6) | (bytes[at + next]! & 0x3f);
    at += length;
    if (code < 0x10000) units.push(code);
    else units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
    if (units.length >= PIECE) text += String.fromCharCode(...units.splice(0));
  }
  return text + String.fromCharCode(...units);
}

function isHigh(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00;
}

function isLow(code: number): boolean {
  return code >= 0xdc00 && code < 0xe000;
}
