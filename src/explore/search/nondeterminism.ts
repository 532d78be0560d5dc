import { printable } from '../../core/words/printable.ts';
import type { Place } from './runner.ts';

/** The same choices led elsewhere: what was explored before cannot be gone on from. */
export class NondeterminismError extends Error {
  override readonly name = 'NondeterminismError';
  /** Steps that were the same, from 0. */
  readonly step: number;

  /** @param step how many steps had been taken @param client the name of the client that stands elsewhere */
  constructor(step: number, client: string, before: Place, now: Place) {
    super(
      `the same schedule went another way at step ${step}: there ${client} ${told(before)} the first time and ` +
        `${told(now)} the second time. Something besides the schedule decides: the clock, chance, a cache, ` +
        'a background job, or state that the reset leaves behind' +
        (before.at === 'parked' || now.at === 'parked' ? ', or it is only slow: then raise --quiet-ms' : ''),
    );
    this.step = step;
  }
}

function told(place: Place): string {
  if (place.at === 'over') return `had its answer ${printable(place.code)}`;
  const label = printable(place.label);
  if (place.at === 'ready') return `was about to do "${label}"`;
  return `was ${place.at} in "${label}"`;
}
