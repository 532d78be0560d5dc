import { isObject } from '../json-value.ts';
import * as v from 'valibot';
import { fixed } from '../../core/words/numbers.ts';
import { clipped } from '../../core/words/printable.ts';
import { editDistance } from '../edit-distance.ts';
import { problemOf, unwrapped, type MemberProblem } from './members.ts';

/** Between what a number may be, and what it counts. */
export interface Range {
  readonly unit: string;
  readonly least: number;
  readonly most: number;
}

/** A number from `least` to `most`. */
export function numberFrom({ unit, least, most }: Range) {
  const expected = `a number from ${fixed(least, 3)} to ${fixed(most, 3)} (${unit})`;
  return v.pipe(v.number(expected), v.minValue(least, expected), v.maxValue(most, expected));
}

/** A number above `least`, to `most`. */
export function numberAbove({ unit, least, most }: Range) {
  const expected = `a number above ${fixed(least, 3)} and at most ${fixed(most, 3)} (${unit})`;
  return v.pipe(v.number(expected), v.gtValue(least, expected), v.maxValue(most, expected));
}

/** A whole number from `least` to `most`. */
export function wholeFrom({ unit, least, most }: Range) {
  const expected = `a whole number from ${fixed(least, 0)} to ${fixed(most, 0)} (${unit})`;
  const whole = v.pipe(v.number(expected), v.safeInteger(expected));
  return v.pipe(whole, v.minValue(least, expected), v.maxValue(most, expected));
}

/** A number beyond these is a slip of the keyboard, and would be no limit at all: an hour, a year, and so on. */
export const MOST = {
  ms: 3_600_000,
  seconds: 31_536_000,
  perSecond: 10_000_000,
  attempts: 1000,
  workers: 100_000,
  count: 1e12,
};

/** What was read, or all that is wrong with it. */
export type Parsed<T> =
  { readonly value: T; readonly problems?: never } | { readonly problems: readonly MemberProblem[] };

/**
 * Reads the value of a JSON file that people write. A member that the schema does not have is wrong, since it would be a
 * limit that does not hold; `$schema`, which editors look at, is not. Never throws.
 */
export function parseByHand<E extends v.ObjectEntries>(
  schema: v.ObjectSchema<E, string>,
  json: unknown,
): Parsed<v.InferOutput<v.ObjectSchema<E, string>>> {
  if (!isObject(json)) return { problems: [{ field: '', message: 'it is not a JSON object' }] };
  const members = Object.entries(json).filter(([name]) => name !== '$schema');
  const unknown = unknownMembers(schema, Object.fromEntries(members), []);
  const result = v.safeParse(schema, json);
  const wrong = result.issues?.map((issue) => problemOf(schema, issue)) ?? [];
  const problems = [...unknown, ...wrong];
  return result.success && problems.length === 0 ? { value: result.output } : { problems };
}

/** What stands in a value at any depth that its schema has no place for. */
function unknownMembers(
  schema: v.GenericSchema,
  value: unknown,
  path: readonly string[],
): readonly MemberProblem[] {
  const inner = unwrapped(schema, value);
  const within = (name: string, each: v.GenericSchema, member: unknown) =>
    unknownMembers(each, member, [...path, name]);
  if (Array.isArray(value))
    return 'item' in inner
      ? value.flatMap((item, index) => within(String(index), inner.item as v.GenericSchema, item))
      : [];
  if (!isObject(value)) return [];
  const members = Object.entries(value);
  if (inner.type === 'record' && 'value' in inner)
    return members.flatMap(([name, member]) => within(name, inner.value as v.GenericSchema, member));
  if (inner.type !== 'object' || !('entries' in inner)) return [];
  const entries = new Map(Object.entries(inner.entries as v.ObjectEntries));
  return members.flatMap(([name, member]) =>
    entries.has(name)
      ? within(name, entries.get(name)!, member)
      : [noSuchMember([...path, name], [...entries.keys()])],
  );
}

function noSuchMember(path: readonly string[], names: readonly string[]): MemberProblem {
  const nearest = nearestName(path.at(-1)!, names);
  const meant = nearest === undefined ? `expected one of ${names.join(', ')}` : `did you mean ${nearest}?`;
  return { field: clipped(path.join('.'), 120), message: `there is no such member; ${meant}` };
}

/** The name that a typing error away is; undefined if none is near. */
function nearestName(name: string, names: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const wanted = plain(name.slice(0, 60));
  const [best] = names
    .map((each) => ({ each, distance: editDistance(wanted, plain(each)) }))
    .sort((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= Math.max(2, wanted.length / 3) ? best.each : undefined;
}
