import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../../core/words/errors.ts';
import type { Books } from '../../../ingest/books/records.ts';
import { booksNow } from '../../books/read-books.ts';
import type { BooksSource } from '../../books/source.ts';
import type { Terminal } from '../../command.ts';

/** A service may answer before it writes: books are those after a load when two looks at them, so far apart, show the same. */
const APART_MS = 100;
const MOST_LOOKS = 20;
/** After an interruption too. */
const MOST_MS = 10_000;

/** The books of the records that a load took from, when the service has done with them, or why they are not known. */
export type BooksAfter = { readonly books: Books } | { readonly why: string };

/** Only these records of the books. */
export function booksOfKeys(books: Books, keys: readonly string[]): Books {
  const own = new Set(keys);
  return new Map([...books].filter(([key]) => own.has(key)));
}

/** Reads the books until they stay as they are. Never rejects. */
export async function booksAfter(
  source: BooksSource,
  keys: readonly string[],
  terminal: Terminal,
): Promise<BooksAfter> {
  const within = { ...terminal, interrupted: AbortSignal.timeout(MOST_MS) };
  const look = async () => booksOfKeys((await booksNow(source, within)).books, keys);
  try {
    let books = await look();
    for (let looks = 1; looks < MOST_LOOKS; looks++) {
      await sleep(APART_MS);
      const again = await look();
      if (textOf(again) === textOf(books)) return { books };
      books = again;
    }
    return {
      why: `The books still changed ${(MOST_LOOKS * APART_MS) / 1000} s after the last answer: something else writes to these records.`,
    };
  } catch (error) {
    return { why: `The books could not be read afterwards (${messageOf(error)}).` };
  }
}

function textOf(books: Books): string {
  return [...books]
    .map(([key, { value, version }]) => JSON.stringify([key, value, String(version)]))
    .sort()
    .join();
}
