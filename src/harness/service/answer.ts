import type { AttemptRow } from '../record/attempt-row.ts';
import { StoreTimeoutError } from '../store/versioned-store.ts';
import { Attempt, type ReservationRequest } from './attempt.ts';
import type { Ports } from './ports.ts';
import { reserve } from './reservation.ts';
import type { Variant } from './variant.ts';
import type { Result } from '../../core/words/codes.ts';

/** What a request came to. */
export interface Answer {
  readonly result: Result;
  /** Every attempt that the service made for it, the answered one last. */
  readonly attempts: readonly AttemptRow[];
}

/**
 * Serves one request. A storage timeout becomes the answer `timeout`; any other failure of the store rejects.
 */
export async function answer(request: ReservationRequest, variant: Variant, ports: Ports): Promise<Answer> {
  const attempts: Attempt[] = [];
  const begin = () => {
    const attempt = new Attempt(request, attempts, ports, variant);
    attempts.push(attempt);
    if (request.delivery !== undefined) ports.journal?.began(request.delivery, attempt.row);
    return attempt;
  };
  let result: Result;
  try {
    result = 'take' in variant ? await variant.take(begin()) : await reserve(variant, begin);
  } catch (error) {
    const last = attempts.at(-1);
    if (!(error instanceof StoreTimeoutError) || last === undefined) throw error;
    result = last.timeout();
  }
  return { result, attempts: attempts.map((attempt) => attempt.row) };
}
