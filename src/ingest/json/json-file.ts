import { basename } from 'node:path';
import { messageOf } from '../../core/words/errors.ts';
import { clipped } from '../../core/words/printable.ts';
import { readSmallFile, UnusableFileError } from '../bytes/file-bytes.ts';

/** The value of a small JSON file. @throws Error whose message is printable and says why there is none */
export async function readJsonFile(
  path: string,
  largestBytes: number,
  signal?: AbortSignal,
): Promise<unknown> {
  const name = clipped(basename(path), 120);
  try {
    return parseJson((await readSmallFile(path, largestBytes, signal)).toString('utf8'), name);
  } catch (error) {
    if (!(error instanceof UnusableFileError)) throw error;
    throw new Error(`${name} cannot be used: ${error.message}`, { cause: error });
  }
}

/** The value of a JSON text, a byte order mark apart. @throws Error whose message is printable and says where it is none */
export function parseJson(text: string, name = 'it'): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, '')) as unknown;
  } catch (error) {
    throw new Error(clipped(`${name} ${whyNoJson(text, error)}`, 300), { cause: error });
  }
}

/** What is wrong with a text of which a JSON parser has thrown `error`, as the end of a sentence. */
export function whyNoJson(text: string, error: unknown): string {
  // No JSON has a zero in it, and UTF-16 that is read as UTF-8 has one at once.
  if (text.slice(0, 4).includes('\0')) return 'is UTF-16: save it as UTF-8';
  if (error instanceof RangeError) return 'is nested too deep';
  return `is not JSON: ${messageOf(error)}`;
}
