import type { Service } from '../service.ts';

/** Checks the version in one step and writes in the next. */
export const checkThenAct: Service = {
  name: 'check-then-act gap',
  shows: ['stale-version-write', 'invariant-mismatch'],
  *serve(attempt, { primary }) {
    attempt.read(primary);
    yield;
    if (!attempt.isEnough) return 'rejected';
    if (!attempt.isCurrent(primary)) return 'retry';
    yield;
    attempt.write(primary);
    yield;
    return 'success';
  },
  asksAgain: (result) => result === 'retry',
};
