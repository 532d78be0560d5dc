import { type History } from '../history/history.ts';
import { RESULTS, type Result } from '../words/codes.ts';

/** How many attempts had each result. */
export function countResults({ result }: History): Readonly<Record<Result, number>> {
  const counts = { success: 0, conflict: 0, rejected: 0, timeout: 0, retry: 0 };
  for (const code of result) counts[RESULTS[code]!]++;
  return counts;
}
