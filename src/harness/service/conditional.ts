import type { Stored } from '../store/versioned-store.ts';
import type { Attempt } from './attempt.ts';
import type { ReadWriteVariant } from './variant.ts';

/**
 * The cure: writes only if the stored version still is the one that was read. Whoever comes second is refused, and reads
 * again. The request's confirmation is stored with the write, so that a repeated request is not sold a second unit.
 */
async function writeIfUnchanged(stock: Stored, attempt: Attempt): Promise<boolean> {
  return await attempt.putIf(stock.value - 1, stock.version);
}

export const conditional: ReadWriteVariant = {
  name: 'conditional',
  write: writeIfUnchanged,
  maxRetries: 3,
  idempotent: true,
};
