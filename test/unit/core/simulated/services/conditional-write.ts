import type { Result } from '../../../../../src/core/words/codes.ts';
import type { Site } from '../service.ts';
import type { AttemptInHand, Program, Shelf } from '../simulation.ts';

/** Reads, decides and writes on the condition that nothing has changed since the read. */
export function* conditionalWrite(attempt: AttemptInHand, on: Shelf): Program<Result> {
  attempt.read(on);
  yield;
  if (!attempt.isEnough) return 'rejected';
  if (!attempt.isCurrent(on)) return 'retry';
  attempt.write(on);
  yield;
  return 'success';
}

/** As {@link conditionalWrite}, and a request that has written gets the same answer once more. */
export function* idempotentWrite(attempt: AttemptInHand, { done }: Site, on: Shelf): Program<Result> {
  const earlier = done.get(attempt.row.request);
  if (earlier === undefined) return yield* conditionalWrite(attempt, on);
  attempt.read(on);
  attempt.repeat(earlier);
  yield;
  return 'success';
}
