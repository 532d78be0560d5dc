import type { Stored, TakeOutcome } from './versioned-store.ts';

/** That one unit was taken, told from what the write left, where the store counts versions up by one. */
export function taken(after: Stored): TakeOutcome {
  return { kind: 'taken', before: { value: after.value + 1, version: after.version - 1 }, after };
}
