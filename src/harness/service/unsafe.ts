import type { Stored } from '../store/versioned-store.ts';
import type { Attempt } from './attempt.ts';
import type { ReadWriteVariant } from './variant.ts';

/**
 * The race: writes what was computed from the read, whatever has been written since. Two clients that read the same unit
 * both write, both are confirmed, and one unit is sold twice. Latency, error rate and the stock itself look healthy.
 */
async function overwrite(stock: Stored, attempt: Attempt): Promise<boolean> {
  await attempt.put(stock.value - 1);
  return true;
}

export const unsafe: ReadWriteVariant = {
  name: 'unsafe',
  write: overwrite,
  maxRetries: 0,
  idempotent: false,
};
