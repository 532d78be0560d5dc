import * as v from 'valibot';
import { fixed } from '../../core/words/numbers.ts';
import { clipped } from '../../core/words/printable.ts';
import { editDistance } from '../edit-distance.ts';
import { isObject, problemOf, type MemberProblem } from './members.ts';

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
  const names = Object.keys(schema.entries);
  const unknown = Object.keys(json).filter((name) => name !== '$schema' && !names.includes(name));
  const result = v.safeParse(schema, json);
  const wrong = result.issues?.map((issue) => problemOf(schema, issue)) ?? [];
  const problems = [...unknown.map((name) => noSuchMember(name, names)), ...wrong];
  return result.success && problems.length === 0 ? { value: result.output } : { problems };
}

function noSuchMember(name: string, names: readonly string[]): MemberProblem {
  const nearest = nearestName(name, names);
  const meant = nearest === undefined ? `expected one of ${names.join(', ')}` : `did you mean ${nearest}?`;
  return { field: clipped(name, 60), message: `there is no such member; ${meant}` };
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
