import { messageOf } from '../../core/words/errors.ts';
import { agreeing, count } from '../../core/words/numbers.ts';
import { withoutPasswords } from '../../core/words/passwords.ts';
import { clipped } from '../../core/words/printable.ts';
import { queryStore } from '../../harness/store/open-store.ts';
import { parseStoreUrl } from '../../harness/store/store-url.ts';
import { rowsOfText } from '../../ingest/books/rows-of-text.ts';
import { filledCall, filledText, type CallTemplate, type Filling } from '../../ingest/config/requests.ts';
import { isObject, type Json } from '../../ingest/json-value.ts';
import { parseLine } from '../../ingest/json/line.ts';
import { valueAt } from '../../ingest/mapping/value-at.ts';
import { sendCall } from '../at-once/held-call.ts';
import { commandOutput, type ShellCommand } from './command-output.ts';

/** Of an answer in JSON: the number at a path, and between what it must be. */
interface Bounds {
  readonly at: string;
  readonly least?: number;
  readonly most?: number;
}

/** What must hold of the store when the requests have been answered: it finds the rows that break it, or bounds a number. */
export type Invariant =
  | { readonly query: string; readonly store: string }
  | ShellCommand
  | { readonly call: CallTemplate; readonly bounds?: Bounds };

/** Rows of a violation that are told. */
const TOLD = 3;

/**
 * What breaks the invariant, as a printable text; undefined if it holds.
 * @throws Error, with a sentence without passwords, if it cannot be found out
 */
export async function violationOf(
  invariant: Invariant,
  filling: Filling,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    if ('query' in invariant)
      return rowsText(await rowsOfQuery(invariant.store, filledText(invariant.query, filling)));
    if ('command' in invariant)
      return rowsText(rowsOf(await commandOutput(invariant, () => undefined, signal)));
    return await violationOfAnswer(invariant, filling, signal);
  } catch (error) {
    throw new Error(`the invariant cannot be looked at: ${withoutPasswords(messageOf(error))}`, {
      cause: error,
    });
  }
}

async function rowsOfQuery(store: string, query: string): Promise<readonly unknown[]> {
  const { kind } = parseStoreUrl(store);
  if (kind !== 'postgres' && kind !== 'sqlite')
    throw new Error(`a query of ${kind} finds records, not violations; use its books, a command or a URL`);
  return (await queryStore(store, query)).rows;
}

function rowsOf(text: string): readonly unknown[] {
  return text.trim() === '' ? [] : rowsOfText(text);
}

async function violationOfAnswer(
  { call, bounds }: Extract<Invariant, { call: CallTemplate }>,
  filling: Filling,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { answer, failure } = await sendCall(filledCall(call, filling), signal);
  if (answer === undefined) throw new Error(`${call.url}: ${failure}`);
  if (answer.status >= 300) throw new Error(`${call.url} was answered with ${answer.status}`);
  const json = jsonOf(answer.body);
  if (bounds !== undefined) return outOfBounds(json, bounds);
  if (!Array.isArray(json))
    throw new Error(
      `${call.url} did not answer with a JSON array of violations; of another answer name "at" with "least" or "most"`,
    );
  return rowsText(json);
}

function outOfBounds(json: Json, { at, least = -Infinity, most = Infinity }: Bounds): string | undefined {
  const found = valueAt(json, at);
  const number = typeof found === 'string' || typeof found === 'number' ? Number(found) : NaN;
  if (Number.isNaN(number) || found === '') throw new Error(`the answer has no number at ${at}`);
  if (number >= least && number <= most) return undefined;
  return `${at} is ${number}, ${number > most ? `above ${most}` : `below ${least}`}`;
}

function jsonOf(text: string): Json {
  try {
    return parseLine(text).value;
  } catch (error) {
    throw new Error(`the answer is not JSON: ${clipped(text, 80)}`, { cause: error });
  }
}

/** The first of the rows that break the invariant, as `sku=seat-7 count=2`; undefined if there are none. */
function rowsText(rows: readonly unknown[]): string | undefined {
  if (rows.length === 0) return undefined;
  const told = rows
    .slice(0, TOLD)
    .map((row) => clipped(isObject(row) ? cellsText(row) : JSON.stringify(row), 120));
  const more = rows.length - told.length;
  return told.join('; ') + (more > 0 ? ` and ${count(more)} more ${agreeing(more, 'row', 'rows')}` : '');
}

function cellsText(row: Readonly<Record<string, unknown>>): string {
  return Object.entries(row)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : plainText(value)}`)
    .join(' ');
}

/** SQLite's whole numbers are of a kind that JSON does not have. */
function plainText(value: unknown): string {
  return typeof value === 'bigint' ? value.toString() : JSON.stringify(value);
}
