import type { Service } from '../service.ts';
import { idempotentWrite } from './conditional-write.ts';

/** A store that counts its versions in memory and begins at an old count when it starts again. */
export const restartedVersions: Service = {
  name: 'version reused after a restart',
  shows: ['version-reuse'],
  serve: (attempt, site) => idempotentWrite(attempt, site, site.primary),
  asksAgain: (result) => result === 'retry' || result === 'timeout',
  *meanwhile(site) {
    const { primary, simulation } = site;
    while (site.waiting > 0 && (primary.version < 3 || simulation.below(4) > 0)) yield;
    primary.counter = simulation.below(primary.version - 1);
    site.breaks++;
  },
};
