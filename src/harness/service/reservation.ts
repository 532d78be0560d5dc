import type { Attempt } from './attempt.ts';
import type { ReadWriteVariant } from './variant.ts';
import type { Result } from '../../core/words/codes.ts';

/**
 * Reserves one unit for one request: read, decide, write, confirm. This is the code under test. Between the read and the
 * write another worker may change the stock; what the write does about that is the variant's, and is all that differs.
 */
export async function reserve(variant: ReadWriteVariant, begin: () => Attempt): Promise<Result> {
  for (let refusals = 0; ; refusals++) {
    const attempt = begin();
    if (variant.idempotent && (await attempt.confirmedBefore())) return attempt.confirm();

    const stock = await attempt.read();
    if (stock.value < 1) return attempt.reject();

    const holdsUnit = await variant.write(stock, attempt);
    if (holdsUnit) return attempt.confirm();

    if (refusals === variant.maxRetries) return attempt.conflict();
    attempt.retry();
  }
}
