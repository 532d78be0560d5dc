import { printable } from '../words/printable.ts';
import type { Reason } from './decision.ts';
import type { Evidence } from './evidence.ts';
import { traceRef } from './refs.ts';
import { raceOf } from './reproduction.ts';

/**
 * Whether the retest repeats a load under which the race happens: the service before the mitigation must have met it there.
 * A load that this service survives too is survived by any.
 */
export function controlReasons({ before }: Evidence): Reason[] {
  // Without a service before there is no reproduction either, and that is said there.
  if (before === undefined) return [];
  const { load } = before.phases;
  if (load?.verdict === 'violation' && load.variant === before.variant && raceOf(load) !== '') return [];
  const name = `'${printable(before.variant)}'`;
  const failed = before.failed?.find(({ phase }) => phase === 'load');
  const consequence = 'whether the race happens there is unknown';
  return [
    {
      code: 'race-not-met',
      level: 'withholds',
      text:
        failed !== undefined
          ? `${name} left no trace of the load that the retest repeats: ${consequence}. ${failed.because.join(' ')}`
          : load === undefined
            ? `${name} was not run under the load that the retest repeats: ${consequence}.`
            : `${name} showed no race in its load: a retest of the same load cannot show that the race is gone.`,
      evidence: traceRef(before, 'load', load === undefined ? 'no such file' : `verdict ${load.verdict}`),
    },
  ];
}
