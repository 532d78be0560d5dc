import type { Service } from '../service.ts';

/** Reads from a replica that lags behind, and writes to the primary without a condition. */
export const staleReplica: Service = {
  name: 'stale replica',
  shows: ['stale-version-write', 'invariant-mismatch', 'stale-read'],
  *serve(attempt, { primary, replica }) {
    attempt.read(replica);
    yield;
    if (!attempt.isEnough) return 'rejected';
    attempt.write(primary);
    return 'success';
  },
  asksAgain: () => false,
  *meanwhile(site) {
    while (site.waiting > 0) {
      if (site.simulation.below(3) === 0) site.replica.copy(site.primary);
      yield;
    }
  },
};
