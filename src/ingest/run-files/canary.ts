import * as v from 'valibot';
import type { CanaryEvidence } from '../../core/index.ts';
import { MOST, numberAbove, numberFrom, parseByHand, wholeFrom, type Parsed } from './by-hand.ts';
import { boolean, units } from './members.ts';

const TEXT = 'a text that is not empty';
const text = v.pipe(
  v.string(TEXT),
  v.check((given) => given.trim() !== '', TEXT),
);
const milliseconds = numberFrom({ unit: 'ms', least: 0, most: MOST.ms });
const share = numberFrom({ unit: 'share', least: 0, most: 1 });
const requests = wholeFrom({ unit: 'requests', least: 0, most: MOST.count });

/** What a canary did, from its own monitoring: the file `race-canary.json`. */
const canarySchema = v.object(
  {
    source: text,
    variant: text,
    seconds: numberFrom({ unit: 's', least: 0, most: MOST.seconds }),
    requests,
    trafficShare: numberAbove({ unit: 'share', least: 0, most: 1 }),
    invariantMismatch: units,
    duplicateConfirmations: requests,
    p99LatencyMs: milliseconds,
    http5xxRate: share,
    maxQueueDelayMs: milliseconds,
    conflictRate: share,
    attemptsPerRequest: numberFrom({ unit: 'attempts', least: 1, most: MOST.attempts }),
    rolledBack: boolean,
  },
  'an object',
);

/** A canary's record from the value of a JSON file; every member must be there. Never throws. */
export function parseCanary(json: unknown): Parsed<CanaryEvidence> {
  return parseByHand(canarySchema, json);
}
