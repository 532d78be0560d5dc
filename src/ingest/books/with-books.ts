import type { VersionScheme } from '../../core/index.ts';
import { isObject, type Json } from '../json-value.ts';
import { parseLine } from '../json/line.ts';
import { whyNoJson } from '../json/json-file.ts';
import { MANIFEST_FORMAT } from '../run-files/manifest-schema.ts';

import { BooksError, type Books } from './records.ts';

/** When books were read: before the first write of a run, or after its last one. */
export type Moment = 'before' | 'after';

/** What is known of a run besides its rows. */
export interface RunBooks {
  readonly before?: Books;
  readonly after?: Books;
  /** Whether the run has ended, so that its trace has every row. */
  readonly complete?: boolean;
  /** Whether only the service of the trace writes these keys. */
  readonly closed?: boolean | undefined;
  readonly scheme?: VersionScheme | undefined;
}

/**
 * The text of a manifest with these books; what it said of anything else stays. Books from before a run begin a new one: what
 * was left after an earlier run goes, and that it had ended.
 * @param text of the manifest that is there, undefined if there is none
 * @throws BooksError if that is none
 */
export function withBooks(text: string | undefined, { before, after, ...run }: RunBooks): string {
  const given: Record<string, Json> = {
    ...(text === undefined ? { format: MANIFEST_FORMAT } : manifestIn(text)),
  };
  if (before !== undefined) {
    given.initial = recordsOf(before);
    delete given.remaining;
    delete given.complete;
  }
  if (after !== undefined) given.remaining = recordsOf(after);
  if (run.complete === true) given.complete = true;
  if (run.closed === true) given.closed = true;
  if (run.scheme !== undefined) given.version_scheme = run.scheme;
  return `${JSON.stringify(given, null, 2)}\n`;
}

function manifestIn(text: string): Readonly<Record<string, Json>> {
  let json: Json;
  try {
    json = parseLine(text.replace(/^\ufeff/, '')).value;
  } catch (error) {
    throw new BooksError(whyNoJson(text, error), { cause: error });
  }
  if (!isObject(json) || json.format !== MANIFEST_FORMAT)
    throw new BooksError(`is no manifest: it has no "format": "${MANIFEST_FORMAT}"`);
  return json;
}

/** A version that a double does not hold is written as a text, which the reader takes for the same number. */
function recordsOf(books: Books): Json {
  return Object.fromEntries(
    Array.from(books, ([key, { value, version }]) => {
      const exact = typeof version === 'bigint' && version <= Number.MAX_SAFE_INTEGER;
      const written = version === undefined ? {} : { version: exact ? Number(version) : String(version) };
      return [key, { value, ...written }];
    }),
  );
}
