import type { Service } from '../service.ts';
import { conditionalWrite } from './conditional-write.ts';

/** Serves a retry like a new request: an answer that was lost is paid for twice. */
export const retryWithoutIdempotency: Service = {
  name: 'retry without idempotency',
  shows: ['duplicate-write', 'duplicate-confirmation'],
  *serve(attempt, { primary, simulation }) {
    const result = yield* conditionalWrite(attempt, primary);
    return result === 'success' && simulation.below(3) === 0 ? 'timeout' : result;
  },
  // A success that did not arrive is asked for again as well.
  asksAgain: (result, { simulation }) =>
    result === 'retry' || result === 'timeout' || (result === 'success' && simulation.below(6) === 0),
};
