import { invariantErrorRate } from '../measure/screens.ts';
import type { Criteria } from './criteria.ts';
import type { Evidence, LoadFigures, PhaseEvidence, Validation } from './evidence.ts';
import { isTrusted } from './refs.ts';
import type { LoadedPhase } from './refs.ts';

/** One line of the table that holds the service before the mitigation against the one after it. */
export interface BeforeAfterRow {
  readonly metric: BeforeAfterMetric;
  readonly unit: 'units' | 'ms' | 'share' | 'attempts';
  /** Undefined where it was not measured. */
  readonly before: number | undefined;
  readonly after: number | undefined;
  /** Figures of a run that cannot be trusted: to be seen, and to be held against nothing. */
  readonly untrusted: { readonly before: number | undefined; readonly after: number | undefined };
  /** The limit that `after` is held against; undefined for a row that is only reported. */
  readonly limit: number | undefined;
  readonly bound: 'below' | 'at most' | 'equal';
  /** `invalid` where there is a figure, of a run that cannot be trusted. */
  readonly status: 'pass' | 'fail' | 'missing' | 'invalid' | 'reported';
}

export type BeforeAfterMetric =
  | 'confirmed'
  | 'expected'
  | 'invariant mismatch'
  | 'invariant error rate'
  | 'p99 latency'
  | 'HTTP 5xx rate'
  | 'conflict rate'
  | 'duplicate confirmations'
  | 'maximum queue delay'
  | 'p99.9 queue delay'
  | 'attempts per request';

type Row = Omit<BeforeAfterRow, 'before' | 'after' | 'untrusted' | 'status'> & {
  readonly of: (evidence: PhaseEvidence) => number | undefined;
};

/**
 * The service before the mitigation against the candidate under the same peak, figure by figure: a load or a retest,
 * whichever a side has. What a run that cannot be trusted says is kept apart, and an empty one says nothing.
 */
export function beforeAfter({ before, candidate }: Evidence, criteria: Criteria): BeforeAfterRow[] {
  const was = before && peakOf(before, ['load', 'retest']);
  const is = peakOf(candidate, ['retest', 'load']);
  const trusted = is?.trusted ? is.evidence : undefined;
  return rows(criteria, trusted).map(({ of, ...row }) => {
    const after = figureOf(is, true, of);
    const untrusted = { before: figureOf(was, false, of), after: figureOf(is, false, of) };
    const status = after === undefined && untrusted.after !== undefined ? 'invalid' : statusOf(row, after);
    // What timed-out attempts or missing rows decide is neither held nor missed.
    const isOpen = trusted?.verdict === 'unknown' && row.unit === 'units' && status === 'fail';
    return {
      ...row,
      before: figureOf(was, true, of),
      after,
      untrusted,
      status: isOpen ? 'missing' : status,
    };
  });
}

interface Peak {
  readonly evidence: PhaseEvidence;
  readonly trusted: boolean;
}

function peakOf(of: Validation, order: readonly LoadedPhase[]): Peak | undefined {
  const evidence = order.map((phase) => of.phases[phase]).find((phase) => phase !== undefined);
  // Books that balance at 0 = 0 would look like a service that holds.
  if (evidence === undefined || evidence.contention.attempts === 0) return undefined;
  return { evidence, trusted: isTrusted(of, evidence) };
}

function figureOf(peak: Peak | undefined, trusted: boolean, of: Row['of']): number | undefined {
  return peak?.trusted === trusted ? of(peak.evidence) : undefined;
}

function rows(criteria: Criteria, after: PhaseEvidence | undefined): Row[] {
  const figure =
    (of: (figures: LoadFigures) => number) =>
    ({ figures }: PhaseEvidence) =>
      measured(of(figures));
  const reported = { limit: undefined, bound: 'at most' } as const;
  const most = (limit: number) => ({ limit, bound: 'at most' }) as const;
  const below = (limit: number) => ({ limit, bound: 'below' }) as const;
  const equal = (limit: number | undefined) => ({ limit, bound: 'equal' }) as const;
  return [
    {
      metric: 'confirmed',
      unit: 'units',
      ...equal(after && expectedOf(after)),
      of: ({ ledger }) => ledger.confirmed,
    },
    { metric: 'expected', unit: 'units', ...reported, of: expectedOf },
    { metric: 'invariant mismatch', unit: 'units', ...equal(0), of: ({ ledger }) => ledger.mismatch },
    { metric: 'invariant error rate', unit: 'share', ...reported, of: errorRateOf },
    {
      metric: 'p99 latency',
      unit: 'ms',
      ...below(criteria.p99LatencyMs),
      of: figure(({ p99LatencyMs }) => p99LatencyMs),
    },
    {
      metric: 'HTTP 5xx rate',
      unit: 'share',
      ...below(criteria.http5xxRate),
      of: figure(({ http5xxRate }) => http5xxRate),
    },
    {
      metric: 'conflict rate',
      unit: 'share',
      ...most(criteria.maxConflictRate),
      of: figure(({ conflictRate }) => conflictRate),
    },
    {
      metric: 'duplicate confirmations',
      unit: 'units',
      ...equal(0),
      of: ({ counts }) => counts['duplicate-confirmation'],
    },
    {
      metric: 'maximum queue delay',
      unit: 'ms',
      ...below(criteria.maxQueueDelayMs),
      of: figure(({ maxQueueDelayMs }) => maxQueueDelayMs),
    },
    {
      metric: 'p99.9 queue delay',
      unit: 'ms',
      ...reported,
      of: figure(({ p999QueueDelayMs }) => p999QueueDelayMs),
    },
    {
      metric: 'attempts per request',
      unit: 'attempts',
      ...most(criteria.maxAttemptsPerRequest),
      of: figure(({ attemptsPerRequest }) => attemptsPerRequest),
    },
  ];
}

function measured(figure: number): number | undefined {
  return Number.isNaN(figure) ? undefined : figure;
}

/** The confirmations that the store's books allow: the units that are gone. */
function expectedOf({ ledger: { initial, remaining } }: PhaseEvidence): number | undefined {
  return initial === undefined || remaining === undefined ? undefined : initial - remaining;
}

function errorRateOf({ ledger: { mismatch, confirmed } }: PhaseEvidence): number | undefined {
  return mismatch === undefined ? undefined : invariantErrorRate(mismatch, confirmed);
}

function statusOf(
  { limit, bound, metric }: Pick<BeforeAfterRow, 'limit' | 'bound' | 'metric'>,
  after: number | undefined,
): BeforeAfterRow['status'] {
  if (after === undefined) return 'missing';
  if (limit === undefined) return metric === 'confirmed' ? 'missing' : 'reported';
  const passes = bound === 'below' ? after < limit : bound === 'at most' ? after <= limit : after === limit;
  return passes ? 'pass' : 'fail';
}
