import { type History } from '../history/history.ts';
import { RESULTS, type Result } from '../words/codes.ts';

/** How many attempts had each result. */
export function countResults({ result }: History): Readonly<Record<Result, number>> {
  const counts = { success: 0, conflict: 0, rejected: 0, timeout: 0, retry: 0 };
  const ofCode = new Uint32Array(RESULTS.length);
  const { length } = result;
  for (let row = 0; row < length; row++) ofCode[result[row]!]!++;
  RESULTS.forEach((name, code) => (counts[name] = ofCode[code]!));
  return counts;
}
