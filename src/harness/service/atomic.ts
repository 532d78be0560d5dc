import type { Attempt } from './attempt.ts';
import type { Variant } from './variant.ts';
import type { Result } from '../../core/words/codes.ts';

/**
 * The cure without a race to lose: the store itself takes one unit if there is one. No other write can come between the read
 * and this one; so no attempt is refused and repeated, unless the store has to loop to do it.
 */
async function takeOneUnit(attempt: Attempt): Promise<Result> {
  const outcome = await attempt.take();
  if (outcome === 'nothing-left') return attempt.reject();
  if (outcome === 'refused') return attempt.conflict();
  return attempt.confirm();
}

export const atomic: Variant = { name: 'atomic', take: takeOneUnit, maxRetries: 0, idempotent: true };
