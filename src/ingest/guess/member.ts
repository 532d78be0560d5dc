import type { Json } from '../json-value.ts';
import { wordsOfPath } from './words-of-path.ts';

/** What stands at one path of a record. */
export type Scalar = string | number | boolean;

/** A path that records of the sample have, with what stands there. */
export interface Member {
  /** Dotted; items of an array are named by their position. */
  readonly path: string;
  /** The words of its name, in lower case. */
  readonly words: readonly string[];
  /** By the number of the record; undefined where it is absent or null. */
  readonly values: readonly (Scalar | undefined)[];
}

/** Levels of nesting, items of an array and paths beyond which nothing is looked for. */
const MOST_LEVELS = 6;
const MOST_ITEMS = 3;
const MOST_PATHS = 256;

/** The members of records, in the order in which they turn up. */
export function membersOf(records: readonly Json[]): readonly Member[] {
  const byPath = new Map<string, (Scalar | undefined)[]>();
  records.forEach((record, row) => {
    for (const [path, value] of scalarsOf(record, '', 0)) {
      let values = byPath.get(path);
      if (values === undefined && byPath.size < MOST_PATHS) {
        values = new Array<Scalar | undefined>(records.length).fill(undefined);
        byPath.set(path, values);
      }
      if (values !== undefined) values[row] = value;
    }
  });
  return [...byPath].map(([path, values]) => ({ path, words: wordsOfPath(path), values }));
}

function* scalarsOf(value: Json, path: string, level: number): Generator<readonly [string, Scalar]> {
  if (value === null || value === '') return;
  if (typeof value !== 'object') {
    if (path !== '') yield [path, value];
    return;
  }
  if (level === MOST_LEVELS) return;
  const entries = Array.isArray(value) ? Object.entries(value).slice(0, MOST_ITEMS) : Object.entries(value);
  for (const [name, inner] of entries)
    yield* scalarsOf(inner as Json, path === '' ? name : `${path}.${name}`, level + 1);
}

/** A value as a text, as a mapping names it. */
export function textOf(value: Scalar): string {
  return String(value);
}

/** A value as a whole number that a double holds; undefined for any other. */
export function integerOf(value: Scalar | undefined): number | undefined {
  if (typeof value === 'boolean' || value === undefined) return undefined;
  if (typeof value === 'string' && !/^-?\d{1,16}$/.test(value)) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** A value as a number; undefined for any other. */
export function numberOf(value: Scalar | undefined): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(value)
    ? Number(value)
    : undefined;
}

/** The values of a member in these records, without those that are absent. */
export function valuesIn({ values }: Member, rows: readonly number[]): readonly Scalar[] {
  return rows.map((row) => values[row]).filter((value) => value !== undefined);
}

/** How many different values a member has in these records. */
export function distinctIn(member: Member, rows: readonly number[]): number {
  return new Set(valuesIn(member, rows).map(textOf)).size;
}

/** Whether a member is there in nearly all of these records. */
export function isNearlyAlwaysIn(member: Member, rows: readonly number[]): boolean {
  return rows.length > 0 && valuesIn(member, rows).length >= 0.95 * rows.length;
}

/** Whether the name of a member has one of these words. */
export function isNamed({ words }: Member, vocabulary: ReadonlySet<string>): boolean {
  return words.some((word) => vocabulary.has(word));
}

/** Records by the text of a value; those without one are in none. */
export function grouped({ values }: Member, rows: readonly number[]): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const value = values[row];
    if (value === undefined) continue;
    const group = groups.get(textOf(value));
    if (group === undefined) groups.set(textOf(value), [row]);
    else group.push(row);
  }
  return groups;
}
