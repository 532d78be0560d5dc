import type { Service } from '../service.ts';
import { idempotentWrite } from './conditional-write.ts';

/** Two copies that both take writes while they do not see each other; then one of them is thrown away. */
export const splitBrain: Service = {
  name: 'split brain',
  shows: ['stale-version-write', 'invariant-mismatch', 'lost-write'],
  serve(attempt, site) {
    const isAside = site.isSplit && site.simulation.below(2) === 0;
    return idempotentWrite(attempt, site, isAside ? site.replica : site.primary);
  },
  asksAgain: (result) => result === 'retry' || result === 'timeout',
  *meanwhile(site) {
    const { primary, replica, simulation } = site;
    while (simulation.below(3) > 0) yield;
    replica.copy(primary);
    site.isSplit = true;
    while (site.waiting > 0 && simulation.below(6) > 0) yield;
    if (simulation.below(2) === 0) primary.copy(replica);
    site.isSplit = false;
    site.breaks++;
  },
};
