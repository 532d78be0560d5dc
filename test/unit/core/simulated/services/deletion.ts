import type { Service } from '../service.ts';
import { idempotentWrite } from './conditional-write.ts';

/** An outside writer deletes the record, and the next write creates it with its first stock and version. */
export const deletion: Service = {
  name: 'deletion and re-creation',
  shows: [],
  isDeletedFrom: true,
  serve: (attempt, site) => idempotentWrite(attempt, site, site.primary),
  asksAgain: (result) => result === 'retry' || result === 'timeout',
  *meanwhile(site) {
    const { primary, simulation } = site;
    const isConfirmed = () =>
      simulation.rows.some(({ key, result }) => key === site.key && result === 'success');
    while (site.waiting > 0 && !(isConfirmed() && simulation.below(3) === 0)) yield;
    // Without a client that creates it again, it stays.
    if (site.waiting === 0 || !isConfirmed()) return;
    Object.assign(primary, { value: site.stock, version: 0, counter: 0, incarnation: 1 });
    site.breaks++;
  },
};
