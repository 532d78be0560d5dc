import { figureAndLimit } from '../words/figures.ts';
import type { Criteria } from './criteria.ts';
import type { CriterionName, CriterionResult, EvidenceRef } from './decision.ts';
import type { CanaryEvidence, Evidence, LoadFigures, Validation } from './evidence.ts';
import { provedMismatch } from './proved-mismatch.ts';
import { canaryRef, isTrusted, LOADED_PHASES, metricsRef, requiredPhases, traceRef } from './refs.ts';
import type { LoadedPhase } from './refs.ts';

/** A target of the service: its limit, and the figure of a load and of a canary that is held against it. */
interface Target {
  readonly criterion: CriterionName;
  readonly unit: CriterionResult['unit'];
  readonly bound: CriterionResult['bound'];
  readonly limit: NumberIn<Criteria>;
  readonly figure: NumberIn<LoadFigures> & NumberIn<CanaryEvidence>;
  /** What it is counted from in the rows. */
  readonly columns: string;
}

/** The members that are always a number. */
type NumberIn<T> = { [Name in keyof T]: T[Name] extends number ? Name : never }[keyof T];

const TARGETS: readonly Target[] = [
  {
    criterion: 'p99 latency',
    unit: 'ms',
    bound: 'below',
    limit: 'p99LatencyMs',
    figure: 'p99LatencyMs',
    columns: 'start_us, end_us',
  },
  {
    criterion: 'HTTP 5xx rate',
    unit: 'share',
    bound: 'below',
    limit: 'http5xxRate',
    figure: 'http5xxRate',
    columns: 'result, worker_id',
  },
  {
    criterion: 'maximum queue delay',
    unit: 'ms',
    bound: 'below',
    limit: 'maxQueueDelayMs',
    figure: 'maxQueueDelayMs',
    columns: 'queue_delay_ms',
  },
  {
    criterion: 'conflict rate',
    unit: 'share',
    bound: 'at most',
    limit: 'maxConflictRate',
    figure: 'conflictRate',
    columns: 'result',
  },
  {
    criterion: 'attempts per request',
    unit: 'attempts',
    bound: 'at most',
    limit: 'maxAttemptsPerRequest',
    figure: 'attemptsPerRequest',
    columns: 'request_id',
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
        const measured = figures === undefined ? undefined : figures[target.figure];
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
    result(target, 'canary', canary[target.figure], criteria, (what) => canaryRef(target.figure, what)),
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
  return resultOf({ criterion, phase, unit, measured, limit: criteria[limit], bound }, ref);
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
