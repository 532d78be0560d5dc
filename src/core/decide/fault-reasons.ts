import type { Reason } from './decision.ts';
import type { Evidence } from './evidence.ts';
import { isTrusted, metricsRef } from './refs.ts';

/** What a phase of failures must have met, each at least once, and the words for it. */
const REQUIRED = {
  'lost-answer': 'a client that asks again after a lost answer',
  'worker-kill': 'a worker that dies and is started again',
  'storage-timeout': 'a storage that does not answer',
  'duplicate-delivery': 'a request that is delivered twice',
} as const;

/** Whether anything went wrong where things were to go wrong: a service without faults has survived nothing. */
export function faultReasons({ candidate }: Evidence): Reason[] {
  const { fault } = candidate.phases;
  if (!isTrusted(candidate, fault)) return [];
  const unseen = Object.entries(REQUIRED).filter(([name]) => (fault.injected.get(name) ?? 0) === 0);
  if (unseen.length === 0) return [];
  return [
    {
      code: 'faults-not-injected',
      level: 'withholds',
      text: `The fault phase lacks faults that it must have: ${unseen.map(([, words]) => words).join('; ')}.`,
      evidence: metricsRef(
        candidate,
        'fault',
        'faults',
        `none of ${unseen.map(([name]) => name).join(', ')}`,
      ),
    },
  ];
}
