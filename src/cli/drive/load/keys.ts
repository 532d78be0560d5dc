import { clipped } from '../../../core/words/printable.ts';
import type { Books } from '../../../ingest/books/records.ts';
import { readSmallFile } from '../../../ingest/bytes/file-bytes.ts';
import type { RequestTemplate } from '../../../ingest/config/requests.ts';
import type { LoadFlags } from './flags.ts';

const LARGEST_FILE_BYTES = 16 * 1024 * 1024;

/** The keys that the flags name; undefined if they name none. @throws Error if one is empty or named twice */
export async function namedKeys({ keys, keysFrom }: LoadFlags): Promise<readonly string[] | undefined> {
  if (keys !== undefined && keysFrom !== undefined)
    throw new Error('the records are named by --keys or by --keys-from, not by both');
  const named = keysFrom === undefined ? keys : await keysIn(keysFrom);
  if (named === undefined) return undefined;
  const flag = keysFrom === undefined ? '--keys' : `the file of --keys-from`;
  if (named.length === 0 || named.includes('')) throw new Error(`${flag} names no record, or an empty one`);
  const seen = new Set<string>();
  const twice = named.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined) throw new Error(`${flag} names ${clipped(twice, 80)} twice`);
  return named;
}

async function keysIn(path: string): Promise<readonly string[]> {
  const text = new TextDecoder().decode(await readSmallFile(path, LARGEST_FILE_BYTES));
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/**
 * The records that requests take from: those that were named, else that of the requests, else the only one in the books, else the
 * path of the URL. @throws Error, with a sentence, if that is not one record, or the books lack one
 */
export function keysOf(
  requests: readonly RequestTemplate[],
  named: readonly string[] | undefined,
  books: Books | undefined,
): readonly string[] {
  const keys = named ?? [keyOf(requests, books)];
  const missing = books && keys.find((key) => !books.has(key));
  if (missing === undefined) return keys;
  throw new Error(
    `the books have no record ${clipped(missing, 80)}. Name it as the books do, with --keys, --key, or as key of the request; ${has(books!)}`,
  );
}

function keyOf(requests: readonly RequestTemplate[], books: Books | undefined): string {
  const said = new Set(requests.flatMap(({ key }) => key ?? []));
  if (said.size > 1)
    throw new Error(
      `the requests take from different records: ${clipped([...said].join(', '), 200)}. Choose one with --request, or name them with --keys and put {key} into the request`,
    );
  const [one] = said;
  if (one !== undefined) return one;
  if (books === undefined) return pathOf(requests[0]!.calls.at(-1)!.url);
  const [only] = books.keys();
  if (books.size === 1 && only !== undefined) return only;
  throw new Error(`which record do the requests take from? Name it with --keys; ${has(books)}`);
}

/** As it is written, with its placeholders. */
function pathOf(url: string): string {
  return /^https?:\/\/[^/?#]+([^?#]*)/i.exec(url)?.[1] ?? '';
}

function has(books: Books): string {
  return `the books have ${clipped([...books.keys()].slice(0, 5).join(', '), 200)}`;
}
