import { clipped } from '../../core/words/printable.ts';
import type { CertifiedReport } from '../../ingest/run-files/certificate.ts';
import type { CanaryRecord, DecisionBasis, Limits } from './decision-basis.ts';
import { certificateOf } from './phases.ts';
import type { GivenPhase } from './phases.ts';
import { RESULT } from '../../core/words/codes.ts';

/** A histogram keeps three digits of a figure: clients and rows may differ by less than this share. */
export const ROUNDING = 0.02;

type Result = CertifiedReport['decision']['criteria'][number];
type Metrics = NonNullable<GivenPhase['metrics']>;

interface Criterion {
  readonly limit: Exclude<keyof Limits, 'allowDifferent'>;
  readonly ofLoad?: (of: Metrics) => number | undefined;
  readonly ofCanary?: keyof CanaryRecord;
}

/** What each criterion is held against: the limit, the figure of the clients, and that of a canary. */
export const CRITERIA: Readonly<Record<string, Criterion>> = {
  'invariant mismatch': { limit: 'invariantMismatch' },
  'p99 latency': { limit: 'p99LatencyMs', ofLoad: (of) => of.latency_ms.p99, ofCanary: 'p99LatencyMs' },
  'HTTP 5xx rate': { limit: 'http5xxRate', ofLoad: (of) => of.http_5xx.rate, ofCanary: 'http5xxRate' },
  'maximum queue delay': {
    limit: 'maxQueueDelayMs',
    ofLoad: (of) => of.queue_delay_ms?.max,
    ofCanary: 'maxQueueDelayMs',
  },
  'conflict rate': {
    limit: 'maxConflictRate',
    ofLoad: (of) => of.retries.conflict_rate,
    ofCanary: 'conflictRate',
  },
  'attempts per request': {
    limit: 'maxAttemptsPerRequest',
    ofLoad: (of) => of.retries.attempts_per_request,
    ofCanary: 'attemptsPerRequest',
  },
};

/** Where a figure that is held against its limit is not that of the run, or not so held. */
export function wrongResult({ report, given, limits, canary }: DecisionBasis, result: Result): string[] {
  const { criterion, phase, measured, limit, bound, status, unit } = result;
  const known = Object.hasOwn(CRITERIA, criterion) ? CRITERIA[criterion] : undefined;
  const name = `${clipped(criterion, 60)} of ${clipped(phase, 60)}`;
  const reasons: string[] = [];
  const holds =
    measured !== null &&
    (unit === 'units' ? measured === limit : bound === 'below' ? measured < limit : measured <= limit);
  const is = measured === null ? 'missing' : holds ? 'pass' : 'fail';
  if (is !== status)
    reasons.push(
      `the ${name} is ${measured ?? 'not measured'}, ${bound} ${limit}, and is said to be '${status}'`,
    );
  if (known === undefined) return reasons;
  const { limit: field, ofLoad, ofCanary } = known;
  if (limits !== undefined && Number(limits[field]) !== limit)
    reasons.push(`the ${name} is held against ${limit}, the criteria have ${limits[field]}`);
  const of = given.find(({ certificate }) => certificate.side === 'candidate' && certificate.phase === phase);
  const theirs =
    phase === 'canary'
      ? canary && ofCanary && Number(canary[ofCanary])
      : of && ofLoad && clientsSay(of, ofLoad);
  if (measured !== null && theirs !== undefined && Math.abs(measured - theirs) > ROUNDING * Math.abs(theirs))
    reasons.push(`the ${name} is said to be ${measured}, measured was ${theirs}`);
  if (criterion === 'invariant mismatch' && measured !== null) {
    const certified = certificateOf(report, 'candidate', phase)?.ledger.mismatch;
    if (certified !== undefined && certified !== measured && status === 'pass')
      reasons.push(`the ${name} is said to be ${measured}, certified is ${certified}`);
  }
  return reasons;
}

/**
 * A figure of the clients, where the rows must have it too: a client sees an attempt of unknown outcome otherwise than its
 * row, and a request that could not be sent has none.
 */
export function clientsSay(
  { metrics, trace }: GivenPhase,
  of: (metrics: Metrics) => number | undefined,
): number | undefined {
  if (metrics === undefined || metrics.requests.offered !== metrics.requests.sent) return undefined;
  return trace.history.result.includes(RESULT.timeout) ? undefined : of(metrics);
}
