import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { clipped } from '../core/text/printable.ts';

/** The value of a JSON file that somebody wrote. @throws Error whose message is printable and says why there is none */
export async function readJsonFile(path: string, largestBytes: number): Promise<unknown> {
  const name = clipped(basename(path), 120);
  if ((await stat(path)).size > largestBytes) throw new Error(`${name} has more than ${largestBytes} bytes`);
  return parseJson(await readFile(path, 'utf8'), name);
}

/** The value of a JSON text, a byte order mark apart. @throws Error whose message is printable and says where it is none */
export function parseJson(text: string, name = 'it'): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, '')) as unknown;
  } catch (error) {
    const where = error instanceof Error ? error.message : String(error);
    throw new Error(clipped(`${name} is not JSON: ${where}`, 300), { cause: error });
  }
}
