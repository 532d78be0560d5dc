import type { Service } from '../service.ts';
import { conditionalWrite, idempotentWrite } from './conditional-write.ts';

/** Knows a repeated order again and not a repeated release: the units are given back twice. */
export const doubleRelease: Service = {
  name: 'double release',
  shows: ['duplicate-write', 'duplicate-confirmation'],
  hasReleases: true,
  *serve(attempt, site) {
    const { primary, simulation } = site;
    const write =
      attempt.units < 0 ? conditionalWrite(attempt, primary) : idempotentWrite(attempt, site, primary);
    const result = yield* write;
    return result === 'success' && simulation.below(3) === 0 ? 'timeout' : result;
  },
  asksAgain: (result, { simulation }) =>
    result === 'retry' || result === 'timeout' || (result === 'success' && simulation.below(6) === 0),
};
