import { figureAndLimit } from '../words/figures.ts';
import type { Criteria } from './criteria.ts';
import type { CriterionName, CriterionResult, EvidenceRef } from './decision.ts';
import type { CanaryEvidence, Evidence, LoadFigures, Validation } from './evidence.ts';
import { provedMismatch } from './proved-mismatch.ts';
import { canaryRef, isTrusted, LOADED_PHASES, metricsRef, requiredPhases, traceRef } from './refs.ts';
import type { LoadedPhase } from './refs.ts';

/** A target of the service: where its limit and its figures are. */
interface Target {
  readonly criterion: CriterionName;
  readonly unit: CriterionResult['unit'];
  readonly bound: CriterionResult['bound'];
  readonly limit: (criteria: Criteria) => number;
  readonly ofLoad: (figures: LoadFigures) => number;
  /** What it is counted from in the rows. */
  readonly columns: string;
  readonly ofCanary: (canary: CanaryEvidence) => number;
  readonly canaryField: keyof CanaryEvidence;
}

const TARGETS: readonly Target[] = [
  {
    criterion: 'p99 latency',
    unit: 'ms',
    bound: 'below',
    limit: (criteria) => criteria.p99LatencyMs,
    ofLoad: (figures) => figures.p99LatencyMs,
    columns: 'start_us, end_us',
    ofCanary: (canary) => canary.p99LatencyMs,
    canaryField: 'p99LatencyMs',
  },
  {
    criterion: 'HTTP 5xx rate',
    unit: 'share',
    bound: 'below',
    limit: (criteria) => criteria.http5xxRate,
    ofLoad: (figures) => figures.http5xxRate,
    columns: 'result, worker_id',
    ofCanary: (canary) => canary.http5xxRate,
    canaryField: 'http5xxRate',
  },
  {
    criterion: 'maximum queue delay',
    unit: 'ms',
    bound: 'below',
    limit: (criteria) => criteria.maxQueueDelayMs,
    ofLoad: (figures) => figures.maxQueueDelayMs,
    columns: 'queue_delay_ms',
    ofCanary: (canary) => canary.maxQueueDelayMs,
    canaryField: 'maxQueueDelayMs',
  },
  {
    criterion: 'conflict rate',
    unit: 'share',
    bound: 'at most',
    limit: (criteria) => criteria.maxConflictRate,
    ofLoad: (figures) => figures.conflictRate,
    columns: 'result',
    ofCanary: (canary) => canary.conflictRate,
    canaryField: 'conflictRate',
  },
  {
    criterion: 'attempts per request',
    unit: 'attempts',
    bound: 'at most',
    limit: (criteria) => criteria.maxAttemptsPerRequest,
    ofLoad: (figures) => figures.attemptsPerRequest,
    columns: 'request_id',
    ofCanary: (canary) => canary.attemptsPerRequest,
    canaryField: 'attemptsPerRequest',
  },
];

/** Every figure of the candidate's loads held against its limit; `missing` where the run has none or cannot be trusted. */
export function loadResults(all: Evidence, criteria: Criteria): CriterionResult[] {
  const { candidate } = all;
  const required = requiredPhases(all);
  return LOADED_PHASES.filter((phase) => required.includes(phase)).flatMap((phase) => {
    const evidence = candidate.phases[phase];
    const trusted = isTrusted(candidate, evidence);
    const figures = trusted ? evidence.figures : undefined;
    return [
      mismatchResult(candidate, phase),
      ...TARGETS.map((target) => {
        const measured = figures === undefined ? undefined : target.ofLoad(figures);
        return result(target, phase, measured, criteria, (what) =>
          traceRef(candidate, phase, what, target.columns),
        );
      }),
    ];
  });
}

/** The canary's figures held against the same limits. */
export function canaryResults(canary: CanaryEvidence, criteria: Criteria): CriterionResult[] {
  return TARGETS.map((target) =>
    result(target, 'canary', target.ofCanary(canary), criteria, (what) =>
      canaryRef(target.canaryField, what),
    ),
  );
}

/** The trace's books decide, and the run's own must agree; what proves nothing was not measured. */
function mismatchResult(candidate: Validation, phase: LoadedPhase): CriterionResult {
  const evidence = candidate.phases[phase];
  const proved = evidence && provedMismatch(candidate, evidence);
  const held =
    isTrusted(candidate, evidence) && evidence.verdict === 'ok' ? evidence.ledger.mismatch : undefined;
  return resultOf(
    {
      criterion: 'invariant mismatch',
      phase,
      unit: 'units',
      measured: proved?.units ?? held,
      limit: 0,
      bound: 'at most',
    },
    (what) =>
      proved?.books === 'run'
        ? metricsRef(candidate, phase, 'books.mismatch', what)
        : traceRef(candidate, phase, what),
  );
}

function result(
  { criterion, unit, bound, limit }: Target,
  phase: CriterionResult['phase'],
  value: number | undefined,
  criteria: Criteria,
  ref: (what: string) => EvidenceRef,
): CriterionResult {
  const measured = value === undefined || Number.isNaN(value) ? undefined : value;
  return resultOf({ criterion, phase, unit, measured, limit: limit(criteria), bound }, ref);
}

function resultOf(
  figure: Omit<CriterionResult, 'status' | 'evidence'>,
  ref: (what: string) => EvidenceRef,
): CriterionResult {
  const { criterion, unit, measured, limit, bound } = figure;
  const [is, most] = figureAndLimit(measured, limit, unit);
  return {
    ...figure,
    status: measured === undefined ? 'missing' : isWithin(figure, measured) ? 'pass' : 'fail',
    evidence: ref(`${criterion} ${is}, must be ${bound} ${most}`),
  };
}

function isWithin({ unit, limit, bound }: Pick<CriterionResult, 'unit' | 'limit' | 'bound'>, value: number) {
  if (unit === 'units') return value === limit;
  return bound === 'below' ? value < limit : value <= limit;
}
