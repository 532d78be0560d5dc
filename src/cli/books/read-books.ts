import { spawn } from 'node:child_process';
import type { VersionScheme } from '../../core/index.ts';
import { codeOf, messageOf } from '../../core/words/errors.ts';
import { counted } from '../../core/words/numbers.ts';
import { withoutPasswords } from '../../core/words/passwords.ts';
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

/** More than a million records; a command that prints more prints something else. */
const MOST_BYTES = 128 * 1024 * 1024;

/** Says what it will read or run, and reads the books. @throws Error without a password in it */
export async function readBooks(source: BooksSource, terminal: Terminal): Promise<ReadBooks> {
  terminal.stderr.write(`race-trace: ${sourceText(source)}\n`);
  try {
    if ('command' in source) {
      const text = await outputOf(source, terminal);
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

/** What a line of the shell prints, to its end; its errors are shown as they come. */
function outputOf(
  { command, folder }: Extract<BooksSource, { command: string }>,
  { stderr, interrupted }: Terminal,
): Promise<string> {
  const child = spawn(command, {
    shell: true,
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: interrupted,
  });
  const chunks: Buffer[] = [];
  let bytes = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) child.kill();
    else chunks.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr.write(chunk.toString());
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (bytes > MOST_BYTES) reject(new Error('the command prints more than 128 MiB'));
      else if (code !== 0) reject(new Error(`the command ended with ${code ?? signal ?? 'an error'}`));
      else resolve(Buffer.concat(chunks).toString());
    });
  });
}
