import type { Json } from '../json-value.ts';

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** Keeps a number that a double does not hold, or would write otherwise, as the text that stood there. */
const keepSource: Reviver = (_key, value, { source }) =>
  typeof value === 'number' && source !== undefined && String(value) !== source ? source : value;

/** One line, parsed. */
export interface ParsedLine {
  readonly value: Json;
  /** At least the number of members that the outer object has in the text; more than its keys if one is there twice. */
  readonly members: number;
}

/**
 * Parses one JSON text. A number that a double would change or a strict reader would not take (`1e3`, `1.0`) comes as
 * its source text, so that 9007199254740993 stays that. Throws what `JSON.parse` throws, and a RangeError where the
 * nesting is too deep.
 */
export function parseLine(text: string): ParsedLine {
  let members = 0;
  let plain = true;
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
    const before = text.charCodeAt(at - 1);
    // Every member's colon follows a quote or white space; those inside of texts mostly do not.
    if (before !== QUOTE && before > SPACE) continue;
    members++;
    plain &&= isPlain(text, at + 1);
  }
  const reviver = plain ? undefined : (keepSource as (key: string, value: unknown) => unknown);
  return { value: JSON.parse(text, reviver) as Json, members };
}

/** Whether the value that begins here is no array, and no number but one of few digits without a needless zero. */
function isPlain(text: string, from: number): boolean {
  let at = from;
  while (text.charCodeAt(at) <= SPACE) at++;
  const first = text.charCodeAt(at);
  if (first === BRACKET) return false;
  if (first !== MINUS && !isDigit(first)) return true;
  const start = at++;
  while (isDigit(text.charCodeAt(at))) at++;
  if (text.charCodeAt(at) === POINT) {
    const point = at++;
    while (isDigit(text.charCodeAt(at))) at++;
    // A fraction of zeros only, or one that begins with many, is written in another way by a double.
    if (text.charCodeAt(point + 1) === ZERO && (at === point + 2 || text.startsWith('0000', point + 1)))
      return false;
  }
  // Below 9 × 10^15, and so below 2^53; microseconds since 1970 have 16 digits.
  const exact = at - start < 16 || (at - start === 16 && first < NINE);
  return exact && (text.charCodeAt(at) | 32) !== EXPONENT;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= ZERO + 9;
}

const [QUOTE, SPACE, BRACKET, MINUS, POINT, ZERO, NINE, EXPONENT] = [34, 32, 91, 45, 46, 48, 57, 101];

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/** A key that the outer object of a JSON text has twice, of which `JSON.parse` keeps the last; undefined if none. */
export function repeatedKey(text: string): string | undefined {
  const seen = new Set<unknown>();
  let depth = 0;
  let previous = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (token === ':' && depth === 1) {
      const key = JSON.parse(previous) as string;
      if (seen.has(key)) return key;
      seen.add(key);
    }
    previous = token;
  }
  return undefined;
}
