import { share } from '../../core/index.ts';
import type { Counters } from '../load/counters.ts';
import type { Sending } from '../load/generator.ts';

/** What became of the requests of a load, as its clients know it. @param durationS how long they were due, in seconds */
export function requestFigures(sending: Sending, counters: Counters, durationS: number) {
  return {
    offered: sending.offered,
    sent: sending.sent,
    unsent: sending.unsent,
    concluded: counters.concluded,
    answered: counters.answered,
    not_admitted: counters.notAdmitted,
    deliveries: counters.delivered,
    seconds: sending.seconds,
    offered_per_s: share(sending.offered, durationS),
    achieved_per_s: share(counters.answered, sending.seconds),
  };
}
