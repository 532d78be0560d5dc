import * as v from 'valibot';
import { text } from '../run-files/members.ts';

/** A member that may be left out, and what editors say of it. */
export function optional<const S extends v.GenericSchema>(schema: S, description: string) {
  return v.exactOptional(v.pipe(schema, v.description(description)));
}

/** A text that says something. */
export const filled = v.pipe(text, v.regex(/\S/, 'a text that is not empty'));

/** One, or a list of at least one. */
export const oneOrSeveral = <const S extends v.GenericSchema>(one: S, expected: string) =>
  v.union([one, v.pipe(v.array(one), v.minLength(1, expected))], expected);

/** A text alone, or an object. Each has messages of its own, which a union of the two would hide. */
export const textOr = <const S extends v.GenericSchema>(schema: S) =>
  v.lazy<typeof filled | S>((given) => (typeof given === 'string' ? filled : schema));

/** A list of at least one, or one alone; each with messages of its own. */
export const listOr = <const S extends v.GenericSchema>(one: S, expected: string) => {
  const list = v.pipe(v.array(one, expected), v.minLength(1, expected));
  return v.lazy<S | typeof list>((given) => (Array.isArray(given) ? list : one));
};
