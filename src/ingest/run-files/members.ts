import * as v from 'valibot';
import { clipped } from '../../core/words/printable.ts';
import { isObject } from '../json-value.ts';

/** One thing that is wrong in a file of a run. */
export interface MemberProblem {
  /** Path of the member, e.g. `initial.seat-7.version`, printable; '' for the whole file. */
  readonly field: string;
  /** One printable sentence without a full stop. */
  readonly message: string;
}

/** What a schema makes, or takes, as those have it who only read it. */
export type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** The message of each schema says what is expected, so that a problem can name it: `a whole number of at least 0`. */
const COUNT = 'a whole number from 0 to 2^53 − 1';
const AMOUNT = 'a number of at least 0';
const SHARE = 'a number from 0 to 1';

export const text = v.string('a text');
export const boolean = v.boolean('true or false');
export const texts = v.array(text, 'an array of texts');
/** Anything that is counted. */
export const count = v.pipe(v.number(COUNT), v.safeInteger(COUNT), v.minValue(0, COUNT));
/** Units of inventory, or a difference of such. */
export const units = v.pipe(v.number('a whole number'), v.safeInteger('a whole number'));
export const amount = v.pipe(v.number(AMOUNT), v.finite(AMOUNT), v.minValue(0, AMOUNT));
export const share = v.pipe(v.number(SHARE), v.minValue(0, SHARE), v.maxValue(1, SHARE));

/** An object with these members; it may have others, which are ignored. An array is none, which valibot would take for one. */
export function object<const E extends v.ObjectEntries>(entries: E): v.ObjectSchema<E, string> {
  const checked = v.pipe(v.custom<object>(isObject, 'an object'), v.object(entries, 'an object'));
  return checked as unknown as v.ObjectSchema<E, string>;
}

/** One of these texts. */
export function oneOf<const T extends readonly string[]>(allowed: T) {
  return v.picklist(allowed, allowed.map((each) => `"${each}"`).join(' or '));
}

/** What a schema found wrong, as a problem: which member, what was expected, and what it is. */
export function problemOf(schema: v.GenericSchema, issue: v.BaseIssue<unknown>): MemberProblem {
  const path = issue.path?.map(({ key }) => String(key)) ?? [];
  const isMissing = issue.received === 'undefined' && path.length > 0;
  const expected = isMissing ? (expectedAt(schema, path) ?? issue.message) : issue.message;
  const is = isMissing ? 'it is missing' : `not ${clipped(issue.received, 80)}`;
  return {
    field: clipped(path.join('.'), 120),
    message: `expected ${clipped(expected, 200)}${isMissing ? '; ' : ', '}${is}`,
  };
}

/** A problem as one sentence without a full stop: `workload.seed: expected …`. */
export function problemText({ field, message }: MemberProblem): string {
  return field === '' ? message : `${field}: ${message}`;
}

/** What a member that is not there should have been; undefined where the schema does not name it by path. */
function expectedAt(schema: v.GenericSchema, [name, ...rest]: readonly string[]): string | undefined {
  const inner = unwrapped(schema);
  if (name !== undefined && 'item' in inner) return expectedAt(inner.item as v.GenericSchema, rest);
  if (name !== undefined && inner.type === 'record' && 'value' in inner)
    return expectedAt(inner.value as v.GenericSchema, rest);
  if (name === undefined) {
    const message = 'message' in inner ? inner.message : undefined;
    return typeof message === 'string' ? message : undefined;
  }
  const entries = 'entries' in inner ? (inner.entries as v.ObjectEntries) : {};
  const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
  return entry === undefined ? undefined : expectedAt(entry, rest);
}

/** The schema that names the type of a value, within those that make it optional, pass its value on or choose by it. */
export function unwrapped(schema: v.GenericSchema, value?: unknown): v.GenericSchema {
  if ('wrapped' in schema) return unwrapped(schema.wrapped as v.GenericSchema, value);
  if ('getter' in schema)
    return unwrapped((schema.getter as (given: unknown) => v.GenericSchema)(value), value);
  if (!('pipe' in schema)) return schema;
  const steps = schema.pipe as readonly v.GenericSchema[];
  const inner = steps.find((step) => 'entries' in step) ?? steps[0];
  return inner === undefined || inner === schema ? schema : unwrapped(inner, value);
}
