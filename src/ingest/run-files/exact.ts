import * as v from 'valibot';
import { isObject, type Json } from '../json-value.ts';
import { opaqueVersion, strictCount, strictInteger } from '../numbers.ts';

/**
 * Numbers of a file that is read with {@link parseLine}: a number that a double would change comes as the text that stood
 * there, so that versions and times are exact up to 2^63 − 1. The writer of such a file gives a number.
 */
function exact<T>(expected: string, read: (digits: string) => T | undefined) {
  const valueOf = (json: unknown) =>
    typeof json === 'number' || typeof json === 'string' ? read(String(json)) : undefined;
  return v.pipe(
    v.custom<number>((json) => valueOf(json) !== undefined, expected),
    // What the check before has let through has a value.
    v.transform((json) => valueOf(json) as T),
  );
}

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/;
const below2to53 = (read: number | bigint | undefined) => (typeof read === 'number' ? read : undefined);
const asBigint = (read: number | bigint | undefined) => (read === undefined ? undefined : BigInt(read));
const within = (least: number, most: number) => (value: number | undefined) =>
  value !== undefined && value >= least && value <= most ? value : undefined;

/** A whole number from `least`, which is at least 0, to 2^53 − 1. */
export function exactCount(least = 0) {
  const inRange = within(least, Number.MAX_SAFE_INTEGER);
  return exact(`a whole number from ${least} to 2^53 − 1`, (digits) =>
    inRange(below2to53(strictCount(digits))),
  );
}

/** A number from `least` to `most`, or above `least` where that itself is too small. */
export function exactDecimal(
  expected: string,
  { least = 0, most = Infinity, above = false }: { least?: number; most?: number; above?: boolean } = {},
) {
  return exact(expected, (digits) => {
    const value = JSON_NUMBER.test(digits) ? within(least, most)(Number(digits)) : undefined;
    return value === undefined || !Number.isFinite(value) || (above && value === least) ? undefined : value;
  });
}

/** Microseconds on a clock whose epoch is free, as a bigint. */
export const exactTime = exact('a whole number of microseconds', (digits) => asBigint(strictInteger(digits)));

/** A record of the store at one moment, as a manifest has it. */
export interface RecordMember {
  readonly value: number;
  /** A text where the versions of the store are no numbers; absent where it has none. */
  readonly version?: number | string;
}

const VALUE = 'a whole number below 2^53';
const VERSION = 'a whole number from 0 to 2^63 − 1, or a text that is no number';

/** Records of a store that numbers its versions, by key. */
export type NumberedRecords = Readonly<Record<string, RecordMember & { readonly version: number }>>;

/** Records of the store by key, as a map: the names of keys are data, `__proto__` included. */
export const storeRecords = v.pipe(
  v.custom<Readonly<Record<string, RecordMember>>>(isObject, 'an object of records'),
  v.rawTransform(({ dataset, addIssue }) => {
    const records = new Map<
      string,
      { readonly value: number; readonly version: bigint | string | undefined }
    >();
    const members: Readonly<Record<string, unknown>> = dataset.value;
    for (const [key, json] of Object.entries(members)) {
      const record = isObject(json) ? json : {};
      const version = record.version ?? undefined;
      const value = below2to53(strictInteger(digitsOf(record.value)));
      const exactVersion = version === undefined ? undefined : versionOf(version);
      const wrong = (name: string, message: string) => {
        const received = name in record ? shownAs(record[name]) : 'undefined';
        addIssue({ message, received, path: [step(members, key, json), step(record, name, record[name])] });
      };
      if (value === undefined) wrong('value', VALUE);
      else if (version !== undefined && exactVersion === undefined) wrong('version', VERSION);
      else records.set(key, { value, version: exactVersion });
    }
    return records;
  }),
);

/** A version as the store says it; undefined for what is none. */
function versionOf(json: unknown): bigint | string | undefined {
  const text = digitsOf(json);
  return asBigint(strictCount(text)) ?? opaqueVersion(text);
}

function digitsOf(json: unknown): string {
  return typeof json === 'number' || typeof json === 'string' ? String(json) : '';
}

function shownAs(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'Array' : 'Object';
  return typeof value === 'string' ? `"${value}"` : String(value);
}

function step(input: Readonly<Record<string, unknown>>, key: string, value: unknown): v.ObjectPathItem {
  return { type: 'object', origin: 'value', input, key, value };
}

/** A JSON object without its members that are null, which count as left out, nor those of the objects that `within` names. */
export function withoutNulls(
  json: Readonly<Record<string, Json>>,
  within: readonly string[],
): Record<string, Json> {
  const members = Object.entries(json).filter(([, member]) => member !== null);
  return Object.fromEntries(
    members.map(([name, member]) => [
      name,
      within.includes(name) && isObject(member) ? withoutNulls(member, within) : member,
    ]),
  );
}
