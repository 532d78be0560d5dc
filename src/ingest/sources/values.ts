import { textTime } from '../cells/text-time.ts';
import { folded } from '../column-names.ts';
import { isObject, type Json, type JsonRecord } from '../json-value.ts';

/** The members of a JSON object; none for any other value. */
export function membersOf(value: Json | undefined): JsonRecord {
  return isObject(value) ? value : {};
}

/** The items of a JSON array; none for any other value. */
export function itemsOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** A text or a number as a text; '' for any other value. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** The whole number that a value stands for, which programs also write as a text; undefined for any other value. */
export function integerOf(value: Json | undefined): bigint | undefined {
  const text = textOf(value);
  return /^-?\d{1,19}$/.test(text) ? BigInt(text) : undefined;
}

/** The microseconds since 1970 of a date with a time of day; undefined for any other text. */
export function microsecondsOf(text: string): number | undefined {
  const us = textTime(text)?.us;
  return us === undefined ? undefined : Number(us);
}

/** The first of these members that is a text or a number and not empty; '' if none is. */
export function firstText(record: JsonRecord, ...names: readonly string[]): string {
  for (const name of names) {
    const text = textOf(record[name]);
    if (text !== '') return text;
  }
  return '';
}

/** The first of some names that a record has, compared as the names of columns are, and as the record writes it. */
export function firstNamed(record: JsonRecord, names: readonly string[]): string | undefined {
  const own = Object.keys(record);
  for (const name of names) {
    const found = own.find((each) => folded(each) === folded(name));
    if (found !== undefined) return found;
  }
  return undefined;
}
