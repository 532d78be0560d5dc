import { basename, dirname, join } from 'node:path';
import { clipped } from '../../core/words/printable.ts';
import { BooksError } from '../../ingest/books/records.ts';
import { withBooks, type RunBooks } from '../../ingest/books/with-books.ts';
import { manifestName } from '../../ingest/run-files/manifest-name.ts';
import { readRunFile } from '../../ingest/run-files/run-file.ts';
import { writeWhole } from '../output/write-whole.ts';

/** The manifest beside a trace. */
export function manifestPath(trace: string): string {
  return join(dirname(trace), manifestName(basename(trace)));
}

/** Writes books into a manifest, which is made if there is none. @throws Error if the file there is no manifest */
export async function writeBooks(path: string, run: RunBooks): Promise<void> {
  try {
    await writeWhole(path, withBooks(await readRunFile(path), run));
  } catch (error) {
    if (!(error instanceof BooksError)) throw error;
    throw new Error(`${clipped(path, 300)} ${error.message}`, { cause: error });
  }
}
