import type { VersionScheme } from '../../core/index.ts';
import { codeOf, messageOf } from '../../core/words/errors.ts';
import { counted } from '../../core/words/numbers.ts';
import { withoutPasswords } from '../../core/words/passwords.ts';
import { commandOutput } from '../../explore/store/command-output.ts';
import { queryStore } from '../../harness/store/open-store.ts';
import { booksOf, type Books } from '../../ingest/books/records.ts';
import { rowsOfText } from '../../ingest/books/rows-of-text.ts';
import type { Terminal } from '../command.ts';
import { sourceText, type BooksSource } from './source.ts';

/** Books as they are now. */
export interface ReadBooks {
  readonly books: Books;
  /** How the store numbers versions, where it is known to. */
  readonly scheme: VersionScheme | undefined;
}

/** Says what it will read or run, and reads the books. @throws Error without a password in it */
export async function readBooks(source: BooksSource, terminal: Terminal): Promise<ReadBooks> {
  terminal.stderr.write(`race-trace: ${sourceText(source)}\n`);
  return booksNow(source, terminal);
}

/** The books as they are now. @throws Error without a password in it */
export async function booksNow(source: BooksSource, { stderr, interrupted }: Terminal): Promise<ReadBooks> {
  try {
    if ('command' in source) {
      const onError = (text: string) => {
        stderr.write(text);
      };
      const text = await commandOutput(source, onError, interrupted);
      return { books: booksOf(rowsOfText(text)), scheme: undefined };
    }
    const { rows, scheme } = await queryStore(source.url, source.query);
    return { books: booksOf(rows), scheme };
  } catch (error) {
    // Where several addresses did not answer, the system has only its code for that.
    const message = messageOf(error) === '' ? (codeOf(error) ?? 'no answer') : messageOf(error);
    throw new Error(`the books cannot be read: ${withoutPasswords(message)}`, { cause: error });
  }
}

/** How many records there are, and how many units in them. */
export function booksText(books: Books): string {
  const units = [...books.values()].reduce((sum, { value }) => sum + value, 0);
  return `${counted(books.size, 'record')}, ${counted(units, 'unit')}`;
}
