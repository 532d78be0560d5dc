import type { Service } from '../service.ts';

/** Writes what it worked out from its read, whatever has happened in between. */
export const noVersionCheck: Service = {
  name: 'no version check',
  shows: ['stale-version-write', 'invariant-mismatch', 'unconditional-pattern'],
  *serve(attempt, { primary }) {
    attempt.read(primary);
    yield;
    if (!attempt.isEnough) return 'rejected';
    attempt.write(primary);
    yield;
    return 'success';
  },
  asksAgain: () => false,
};
