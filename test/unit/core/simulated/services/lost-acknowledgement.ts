import type { Service } from '../service.ts';

/** Sends its write once more when the store does not answer, and takes its own write for another client's. */
export const lostAcknowledgement: Service = {
  name: 'lost acknowledgement',
  shows: ['false-refusal', 'lost-confirmation'],
  *serve(attempt, { primary, simulation, asked }) {
    const first = asked.get(attempt.row.request);
    if (first === undefined) attempt.read(primary);
    else attempt.resume(first);
    asked.set(attempt.row.request, attempt);
    yield;
    if (!attempt.isEnough) return 'rejected';
    if (simulation.below(4) === 0) return 'timeout';
    if (!attempt.isCurrent(primary)) return 'conflict';
    attempt.write(primary);
    yield;
    return simulation.below(3) === 0 ? 'timeout' : 'success';
  },
  asksAgain: (result, { simulation }) => result === 'timeout' && simulation.below(4) > 0,
};
