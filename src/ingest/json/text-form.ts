import { ENCODING_HEAD_BYTES, type Encoding } from '../bytes/encoding.ts';
import { LINE_FEED, LineSplitter, MAX_BATCH_BYTES, MAX_LINE_BYTES } from '../bytes/lines.ts';
import { peek } from '../bytes/peek.ts';
import type { Peeked } from '../bytes/peek.ts';
import { ArrayElements, type ArrayPlace } from './array-elements.ts';

/** How the records of a text lie in it: one on a line, many on a line, or as the elements of an array. */
type TextForm = 'lines' | 'batches' | ArrayPlace;

/** A text that has been looked at. */
interface FormedText {
  readonly text: Peeked;
  readonly form: TextForm;
}

/** Documents that are an object around one array of records: traces of Jaeger, spans of OpenTelemetry. */
const DOCUMENT = /^\{"(?:resourceSpans":\[|data":\[\{"traceID")/;

/** Finds out how the records lie in a text that may be JSON; its first `bomBytes` are a byte order mark. */
export async function formOf(text: Peeked, bomBytes: number): Promise<FormedText> {
  // UTF-16 has a zero beside each of these characters.
  const head = text.head.subarray(bomBytes, ENCODING_HEAD_BYTES).filter((byte) => byte > SPACE);
  const [first, second, third] = head;
  if (first === OPEN_BRACKET && (second === OPEN_BRACE || second === CLOSE_BRACKET))
    return { text, form: 'text' };
  if (first === OPEN_BRACKET && second === OPEN_BRACKET && third === OPEN_BRACE)
    return { text, form: 'arrays' };
  if (!DOCUMENT.test(Buffer.from(head).toString('latin1'))) return { text, form: 'lines' };
  const more = await peek(text.chunks, (chunk, bytes) => chunk.includes(LINE_FEED) || bytes > MAX_LINE_BYTES);
  return { text: more, form: isWholeLine(more.head.subarray(bomBytes)) ? 'batches' : 'document' };
}

/** What cuts a text of this form into batches of records. */
export function splitterOf(
  form: TextForm,
  encoding: Encoding,
  bomBytes: number,
): LineSplitter | ArrayElements {
  if (form !== 'lines' && form !== 'batches') return new ArrayElements(encoding, bomBytes, form);
  return new LineSplitter(encoding, bomBytes, form === 'batches' ? MAX_BATCH_BYTES : MAX_LINE_BYTES);
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
