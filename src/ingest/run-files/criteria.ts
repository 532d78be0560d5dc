import * as v from 'valibot';
import { CONDITION_NAMES, type Criteria, DEFAULT_CRITERIA } from '../../core/index.ts';
import { MOST, numberAbove, numberFrom, parseByHand, wholeFrom, type Parsed } from './by-hand.ts';
import { boolean } from './members.ts';

const milliseconds = numberAbove({ unit: 'ms', least: 0, most: MOST.ms });
const seconds = numberAbove({ unit: 's', least: 0, most: MOST.seconds });
const share = numberFrom({ unit: 'share', least: 0, most: 1 });
const workers = wholeFrom({ unit: 'workers', least: 2, most: MOST.workers });
const requests = wholeFrom({ unit: 'requests', least: 1, most: MOST.count });

const CONDITIONS = `a list of ${CONDITION_NAMES.join(', ')}, each at most once`;
const conditions = v.pipe(
  v.array(v.picklist(CONDITION_NAMES, CONDITION_NAMES.join(', ')), CONDITIONS),
  v.checkItems((name, at, names) => names.indexOf(name) === at, 'each condition at most once'),
);

/** A member that has its default where it is left out, and what editors say of it. */
function limit<const S extends v.GenericSchema, const D extends v.InferInput<S>>(
  schema: S,
  byDefault: D,
  description: string,
) {
  return v.exactOptional(v.pipe(schema, v.description(description)), byDefault);
}

/** What a validation has to hold to be released: the file `race-criteria.json`, of which the published JSON Schema is made. */
export const criteriaSchema = v.object(
  {
    p99LatencyMs: limit(
      milliseconds,
      DEFAULT_CRITERIA.p99LatencyMs,
      'The 99th percentile of latency, from the moment a request was due until its answer, must stay below this. Milliseconds.',
    ),
    http5xxRate: limit(
      numberAbove({ unit: 'share', least: 0, most: 1 }),
      DEFAULT_CRITERIA.http5xxRate,
      'The share of requests answered with an HTTP status of 500 or above must stay below this. 0.001 is 0.1 %.',
    ),
    maxQueueDelayMs: limit(
      milliseconds,
      DEFAULT_CRITERIA.maxQueueDelayMs,
      'The longest that any attempt waited before its service began must stay below this. Milliseconds.',
    ),
    invariantMismatch: limit(
      v.literal(0, 'exactly 0 (units)'),
      DEFAULT_CRITERIA.invariantMismatch,
      'Confirmed − (initial − remaining). Always 0: a mismatch of any size blocks a release.',
    ),
    maxConflictRate: limit(
      share,
      DEFAULT_CRITERIA.maxConflictRate,
      'The most requests that may be answered with a conflict, as a share of all. 0.1 is 10 %.',
    ),
    maxAttemptsPerRequest: limit(
      numberFrom({ unit: 'attempts', least: 1, most: MOST.attempts }),
      DEFAULT_CRITERIA.maxAttemptsPerRequest,
      'The most attempts that may be made per request on average, the first one included.',
    ),
    maxUnknownShare: limit(
      share,
      DEFAULT_CRITERIA.maxUnknownShare,
      'The most attempts of load and retest whose outcome may be unknown (timeouts), as a share of all.',
    ),
    achievedRateTolerance: limit(
      numberFrom({ unit: 'share', least: 0, most: 0.5 }),
      DEFAULT_CRITERIA.achievedRateTolerance,
      'How far the rate that was answered may fall short of the rate that was offered, as a share of it.',
    ),
    minWorkers: limit(
      workers,
      DEFAULT_CRITERIA.minWorkers,
      'The fewest workers that must have taken part in load and retest: one alone cannot race.',
    ),
    minContendedKeys: limit(
      wholeFrom({ unit: 'keys', least: 1, most: MOST.count }),
      DEFAULT_CRITERIA.minContendedKeys,
      'The fewest inventory keys that two workers must have held at the same time.',
    ),
    minOverlap: limit(
      workers,
      DEFAULT_CRITERIA.minOverlap,
      'At least this many workers must have held one key at the same time, once.',
    ),
    minOverlapped: limit(
      wholeFrom({ unit: 'attempts', least: 2, most: MOST.count }),
      DEFAULT_CRITERIA.minOverlapped,
      'The fewest attempts that must have overlapped one of another worker on the same key.',
    ),
    peakRatePerS: limit(
      numberAbove({ unit: 'requests per second', least: 0, most: MOST.perSecond }),
      DEFAULT_CRITERIA.peakRatePerS,
      'Rate of the peak that the service must withstand, in requests per second.',
    ),
    peakSeconds: limit(seconds, DEFAULT_CRITERIA.peakSeconds, 'How long that peak lasts, in seconds.'),
    shorterRunEarnsCanary: limit(
      boolean,
      DEFAULT_CRITERIA.shorterRunEarnsCanary,
      'Whether a load at the rate of the peak, but shorter, may earn a canary. A release needs the whole peak.',
    ),
    minSeconds: limit(
      seconds,
      DEFAULT_CRITERIA.minSeconds,
      'Shortest duration of such a shorter load, in seconds.',
    ),
    minRequests: limit(
      requests,
      DEFAULT_CRITERIA.minRequests,
      'Least number of requests that such a shorter load must offer.',
    ),
    allowDifferent: limit(
      conditions,
      [],
      'Conditions in which the runs that are compared may differ. Any other difference withholds the decision.',
    ),
    canaryMinSeconds: limit(
      seconds,
      DEFAULT_CRITERIA.canaryMinSeconds,
      'Shortest duration of a canary that can earn a release, in seconds.',
    ),
    canaryMinRequests: limit(
      requests,
      DEFAULT_CRITERIA.canaryMinRequests,
      'Least number of requests that a canary must answer before it can earn a release.',
    ),
  },
  'an object',
);

/** Criteria from the value of a JSON file; what it does not name has its default. Never throws. */
export function parseCriteria(json: unknown): Parsed<Criteria> {
  return parseByHand(criteriaSchema, json);
}
