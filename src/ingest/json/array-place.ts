import { ENCODING_HEAD_BYTES } from '../bytes/encoding.ts';
import { LINE_FEED, MAX_LINE_BYTES } from '../bytes/lines.ts';
import { peek } from '../bytes/peek.ts';
import type { Peeked } from '../bytes/peek.ts';
import type { ArrayPlace } from './array-elements.ts';

/** A text that has been looked at, and where an array is whose elements are its records; undefined if lines are. */
interface PlacedText {
  readonly text: Peeked;
  readonly place: ArrayPlace | undefined;
}

/** Documents that are an object around one array of records: traces of Jaeger, spans of OpenTelemetry. */
const DOCUMENT = /^\{"(?:resourceSpans":\[|data":\[\{"traceID")/;

/** Finds out how the records of a JSON text lie in it, of which the first `bomBytes` are a byte order mark. */
export async function placeRecords(text: Peeked, bomBytes: number): Promise<PlacedText> {
  // UTF-16 has a zero beside each of these characters.
  const head = text.head.subarray(bomBytes, ENCODING_HEAD_BYTES).filter((byte) => byte > SPACE);
  const [first, second] = head;
  if (first === OPEN_BRACKET && (second === OPEN_BRACE || second === CLOSE_BRACKET))
    return { text, place: 'text' };
  if (!DOCUMENT.test(Buffer.from(head).toString('latin1'))) return { text, place: undefined };
  const more = await peek(text.chunks, (chunk, bytes) => chunk.includes(LINE_FEED) || bytes > MAX_LINE_BYTES);
  return { text: more, place: isWholeLine(more.head.subarray(bomBytes)) ? undefined : 'document' };
}

/** Whether a text has a first line that is JSON by itself, and not too long for a line. */
function isWholeLine(head: Uint8Array): boolean {
  const feed = head.indexOf(LINE_FEED);
  const line = feed < 0 ? head : head.subarray(0, feed);
  if (line.length > MAX_LINE_BYTES) return false;
  try {
    JSON.parse(Buffer.from(line).toString('utf8'));
    return true;
  } catch {
    return false;
  }
}

const [SPACE, OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE] = [0x20, 0x5b, 0x5d, 0x7b];
