import type { Result } from '../../core/words/codes.ts';
import type { Attempt } from './attempt.ts';
import type { Variant } from './variant.ts';

/**
 * The race of `unsafe` in units: an order takes several at once, and a negative number of them gives units back. What was
 * computed from the read is written whatever has been written since, so that a release can undo an order.
 */
async function changeStock(attempt: Attempt, units: number): Promise<Result> {
  const stock = await attempt.read();
  if (stock.value < units) return attempt.reject();

  await attempt.put(stock.value - units);
  return attempt.confirm();
}

/** The service of an order of so many units, of a release where they are negative. Only sample traces are made with it. */
export function orderOf(units: number): Variant {
  return {
    name: 'unsafe',
    take: (attempt) => changeStock(attempt, units),
    maxRetries: 0,
    idempotent: false,
  };
}
