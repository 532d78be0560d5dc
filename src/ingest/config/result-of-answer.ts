import type { Result } from '../../core/words/codes.ts';
import { parseLine } from '../json/line.ts';
import type { Json } from '../json-value.ts';
import { valueAt } from '../mapping/value-at.ts';
import { resultOfStatus } from '../sources/load-tools/result-of-status.ts';
import type { Config } from './schema.ts';

/**
 * What an answer tells its client of its write: by the config's word for it in the body, else by the config's entry for its
 * status or the class of it, else as HTTP has it. Never throws.
 */
export function resultOfAnswer(
  { from, ...words }: NonNullable<Config['results']>,
  status: number,
  body: string,
): Result {
  const results = new Map(Object.entries(words));
  const word = from === undefined ? undefined : wordAt(body, from);
  return (
    (word === undefined ? undefined : results.get(word)) ??
    results.get(String(status)) ??
    results.get(`${Math.floor(status / 100)}xx`) ??
    resultOfStatus(String(status))
  );
}

function wordAt(body: string, path: string): string | undefined {
  const found = valueAt(jsonOr(body), path);
  return found === undefined || typeof found === 'object' ? undefined : String(found);
}

function jsonOr(text: string): Json {
  try {
    return parseLine(text).value;
  } catch {
    // An answer that is no JSON has no word in it.
    return null;
  }
}
