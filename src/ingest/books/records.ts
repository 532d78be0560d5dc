import * as v from 'valibot';
import { clipped, clippedName } from '../../core/words/printable.ts';
import { folded } from '../column-names.ts';
import { storeRecords } from '../run-files/exact.ts';
import { problemOf, problemText } from '../run-files/members.ts';

/** What was read of one record, by the names of its columns. */
export type BookRow = Readonly<Record<string, unknown>>;

/** What a store held at one moment: units and, if it has one, version of each record by its key. */
export type Books = v.InferOutput<typeof storeRecords>;

/** Rows are no books; the message says which row, and what was expected. */
export class BooksError extends Error {
  override readonly name = 'BooksError';
}

/** The members of a record by the names that a column may have, as names are compared. */
const MEMBERS: ReadonlyMap<string, 'key' | 'value' | 'version'> = new Map([
  ['key', 'key'],
  ['inventorykey', 'key'],
  ['value', 'value'],
  ['version', 'version'],
]);

/** The books that rows of key, value and, if there is one, version tell of. @throws BooksError */
export function booksOf(rows: readonly BookRow[]): Books {
  if (rows.length === 0) throw new BooksError('there is not one record');
  const members = new Map<string, { readonly value: unknown; readonly version: unknown }>();
  for (const [index, row] of rows.entries()) {
    const { key, value, version } = membersOf(row, index + 1);
    if (members.has(key)) throw new BooksError(`two rows are of the key '${clippedName(key, 80)}'`);
    members.set(key, { value, version });
  }
  const parsed = v.safeParse(storeRecords, Object.fromEntries(members));
  if (parsed.success) return parsed.output;
  throw new BooksError(problemText(problemOf(storeRecords, parsed.issues[0])));
}

function membersOf(row: BookRow, number: number) {
  const { key, value, version } = Object.fromEntries(
    Object.entries(row).flatMap(([name, cell]) => {
      const member = MEMBERS.get(folded(name));
      return member === undefined ? [] : [[member, plain(cell)]];
    }),
  ) as Partial<Record<'key' | 'value' | 'version', unknown>>;
  const name = typeof key === 'number' ? String(key) : key;
  if (typeof name === 'string' && value !== undefined) return { key: name, value, version };
  const missing = typeof name === 'string' ? 'value' : 'key';
  const names = clipped(Object.keys(row).join(', '), 200);
  throw new BooksError(
    `row ${number} has no ${missing}: its columns are ${names === '' ? 'none' : names}; they must be named key, value and, if there is one, version`,
  );
}

/** A cell as JSON has it; an empty one is none. */
function plain(cell: unknown): unknown {
  if (cell === null || cell === '') return undefined;
  return typeof cell === 'bigint' ? String(cell) : cell;
}
