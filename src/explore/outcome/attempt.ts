import type { PlayedStep } from '../search/played.ts';

/** The steps of one client as an attempt has them, by their places among all steps of the schedule. */
export interface Attempt {
  readonly read: number | undefined;
  readonly write: number | undefined;
}

/** The write of a client, and the last read before it. */
export function attemptOf(steps: readonly PlayedStep[], client: number): Attempt {
  const isOwn = (step: PlayedStep) => step.client === client;
  const writes = (step: PlayedStep) => isOwn(step) && step.kind === 'write' && step.isApplied;
  // What an UPDATE changes was there to be read; an INSERT beside it is of another table.
  const update = steps.findIndex((step) => writes(step) && /^update\b/i.test(step.label));
  const write = update >= 0 ? update : steps.findIndex(writes);
  const before = write < 0 ? steps : steps.slice(0, write);
  const read = before.findLastIndex((step) => isOwn(step) && step.kind === 'read');
  return { read: read < 0 ? undefined : read, write: write < 0 ? undefined : write };
}
