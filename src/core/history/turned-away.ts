import type { History } from './history.ts';
import { NONE, RESULT } from '../words/codes.ts';

/**
 * Whether an attempt was rejected before a worker had it, as with HTTP 503; the others that were rejected found nothing left.
 * False of every row where the trace has no column of workers.
 */
export function turnedAwayIn({ result, workerId, columns }: History): (row: number) => boolean {
  if (!columns.has('worker_id')) return () => false;
  return (row) => result[row] === RESULT.rejected && workerId[row] === NONE;
}
