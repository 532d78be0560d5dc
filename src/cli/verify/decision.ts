import { RESULT, RESULTS } from '../../core/history/history.ts';
import { clipped } from '../../core/text/printable.ts';
import type { Certificate, CertifiedReport } from '../../ingest/run-files/certificate.ts';
import { differingConditions } from './conditions.ts';
import { certificateOf, phaseText } from './phases.ts';
import type { GivenPhase } from './phases.ts';

/** The limits that a decision was made by, as the reader of the criteria has them. Rates and shares are from 0 to 1. */
export interface Limits {
  readonly p99LatencyMs: number;
  readonly http5xxRate: number;
  readonly maxQueueDelayMs: number;
  readonly invariantMismatch: number;
  readonly maxConflictRate: number;
  readonly maxAttemptsPerRequest: number;
  readonly maxUnknownShare: number;
  readonly achievedRateTolerance: number;
  readonly peakRatePerS: number;
  readonly peakSeconds: number;
  readonly shorterRunEarnsCanary: boolean;
  readonly minSeconds: number;
  readonly minRequests: number;
  readonly canaryMinSeconds: number;
  readonly canaryMinRequests: number;
  readonly allowDifferent: readonly string[];
}

/** What a canary did, as the reader of its record has it. */
export interface CanaryRecord {
  readonly variant: string;
  readonly seconds: number;
  readonly requests: number;
  readonly invariantMismatch: number;
  readonly duplicateConfirmations: number;
  readonly p99LatencyMs: number;
  readonly http5xxRate: number;
  readonly maxQueueDelayMs: number;
  readonly conflictRate: number;
  readonly attemptsPerRequest: number;
  readonly rolledBack: boolean;
}

/** All that a decision is held against. */
export interface DecisionBasis {
  readonly report: CertifiedReport;
  readonly given: readonly GivenPhase[];
  /** Undefined where the criteria are not known. */
  readonly limits: Limits | undefined;
  readonly canary: CanaryRecord | undefined;
}

const AT_BEST = { blocks: 'blocked', withholds: 'undecided', limits: 'canary', supports: 'release' } as const;
const WORST_FIRST = ['blocks', 'withholds', 'limits', 'supports'] as const;
/** A histogram keeps three digits of a figure: clients and rows may differ by less than this share. */
const ROUNDING = 0.02;

type Result = CertifiedReport['decision']['criteria'][number];
type Metrics = NonNullable<GivenPhase['metrics']>;

interface Criterion {
  readonly limit: Exclude<keyof Limits, 'allowDifferent'>;
  readonly ofLoad?: (of: Metrics) => number;
  readonly ofCanary?: keyof CanaryRecord;
}

/** What each criterion is held against: the limit, the figure of the clients, and that of a canary. */
const CRITERIA: Readonly<Record<string, Criterion>> = {
  'invariant mismatch': { limit: 'invariantMismatch' },
  'p99 latency': { limit: 'p99LatencyMs', ofLoad: (of) => of.latency_ms.p99, ofCanary: 'p99LatencyMs' },
  'HTTP 5xx rate': { limit: 'http5xxRate', ofLoad: (of) => of.http_5xx.rate, ofCanary: 'http5xxRate' },
  'maximum queue delay': {
    limit: 'maxQueueDelayMs',
    ofLoad: (of) => of.queue_delay_ms.max,
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

/**
 * Where a decision is not one that certificates, metrics and criteria allow, in printable sentences. What each decision
 * needs is written down here once more, apart from the code that decides: it needs no more than this.
 */
export function decisionRefusals(basis: DecisionBasis): string[] {
  const { decision, reasons, criteria } = basis.report.decision;
  const worst = WORST_FIRST.find((level) => reasons.some((reason) => reason.level === level));
  const allowed = worst === undefined ? 'undecided' : AT_BEST[worst];
  const refusals = criteria.flatMap((result) => wrongResult(basis, result));
  if (allowed !== decision) refusals.push(`the report decides ${decision}, its reasons come to ${allowed}`);
  const proofs = proofsAgainst(basis);
  if (proofs[0] !== undefined && decision !== 'blocked')
    refusals.push(`the report decides ${decision}, although ${proofs[0]}`);
  if (decision === 'blocked' && proofs.length === 0 && !mayBlock(basis))
    refusals.push(
      'the report decides blocked, and neither certificates nor criteria are against the candidate',
    );
  if (decision === 'canary' || decision === 'release')
    refusals.push(...lacking(basis).map((why) => `the report decides ${decision}, although ${why}`));
  return refusals;
}

/** Where a figure that is held against its limit is not that of the run, or not so held. */
function wrongResult({ report, given, limits, canary }: DecisionBasis, result: Result): string[] {
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
function clientsSay({ metrics, trace }: GivenPhase, of: (metrics: Metrics) => number): number | undefined {
  if (metrics === undefined || metrics.requests.offered !== metrics.requests.sent) return undefined;
  return trace.history.result.includes(RESULT.timeout) ? undefined : of(metrics);
}

/** What proves the candidate wrong: with any of it a decision is `blocked`. */
function proofsAgainst({ report, given }: DecisionBasis): string[] {
  const { canary } = report;
  const isOfCanary = canary !== null && clipped(canary.variant, 60) === report.variant;
  // The mismatch is that of the certificates, and may be of a phase of another variant.
  const failed = report.decision.criteria.filter(
    ({ status, phase, criterion }) =>
      status === 'fail' && criterion !== 'invariant mismatch' && (phase !== 'canary' || isOfCanary),
  );
  return [
    ...given
      .filter(
        ({ certificate: { side, verdict }, trace }) =>
          side === 'candidate' &&
          verdict === 'violation' &&
          trace.facts?.variant !== undefined &&
          clipped(trace.facts.variant, 60) === report.variant,
      )
      .map(({ certificate }) => `the verdict of ${certificate.phase} is violation`),
    ...failed.map(({ criterion, phase }) => `the ${clipped(criterion, 60)} of ${clipped(phase, 60)} fails`),
    ...(isOfCanary && canary.rolled_back ? ['its canary was rolled back'] : []),
  ];
}

/** Where storage answers too late on purpose, writes that were applied and not told may take units. */
function allowedMismatch({ phase, ledger }: Certificate): number {
  return phase === 'fault' ? ledger.by['lost-confirmation'] : 0;
}

/** What may have blocked a candidate besides. */
function mayBlock({ report, given }: DecisionBasis): boolean {
  const { canary } = report;
  const own = report.certificates.filter(({ side }) => side === 'candidate');
  return (
    own.some(
      (each) => each.verdict === 'violation' || (each.ledger.mismatch ?? 0) !== allowedMismatch(each),
    ) ||
    given.some(
      ({ certificate, metrics }) => certificate.side === 'candidate' && (metrics?.books?.mismatch ?? 0) !== 0,
    ) ||
    (canary !== null && (canary.invariant_mismatch !== 0 || canary.duplicate_confirmations !== 0))
  );
}

/** What a canary or a release needs, and this report lacks. */
function lacking(basis: DecisionBasis): string[] {
  const { report } = basis;
  const load = certificateOf(report, 'before', 'load');
  const reasons: string[] = [];
  for (const phase of ['baseline', 'reproduce', 'load', 'fault', 'retest']) {
    const own = certificateOf(report, 'candidate', phase);
    if (own === undefined && !(phase === 'load' && load !== undefined))
      reasons.push(`the report has no certificate for ${phase} of the candidate`);
    if (own === undefined) continue;
    const { verdict, ledger } = own;
    if (verdict !== 'ok') reasons.push(`the verdict of ${phase} is ${verdict}`);
    if (ledger.mismatch !== allowedMismatch(own))
      reasons.push(`the mismatch of ${phase} is ${ledger.mismatch ?? 'not known'}`);
  }
  const reproduced = certificateOf(report, 'before', 'reproduce');
  for (const [name, certificate] of [
    ['reproduce', reproduced],
    ['load', load],
  ] as const)
    if (certificate?.verdict !== 'violation') reasons.push(`${name} of the service before proves no race`);
  for (const phase of basis.given) {
    const isOwn = phase.certificate.side === 'candidate';
    if (isOwn) reasons.push(...untrusted(phase));
    if (isOwn && ['load', 'retest'].includes(phase.certificate.phase))
      reasons.push(...shortfalls(basis, phase));
  }
  const loads = basis.given.filter(
    ({ certificate: { side, phase } }) => phase === 'load' || (phase === 'retest' && side === 'candidate'),
  );
  const hashes = loads.map(({ trace, metrics }) => trace.manifest?.workload?.hash ?? metrics?.workload_hash);
  if (new Set(hashes).size > 1) reasons.push('the loads that are compared are different workloads');
  if (basis.limits !== undefined) reasons.push(...differingConditions(loads, basis.limits.allowDifferent));
  if (report.decision.decision === 'release') reasons.push(...lackingOfRelease(basis));
  return reasons;
}

/** Why what a phase of the candidate says need not be true. */
function untrusted({ certificate, trace, metrics }: GivenPhase): string[] {
  const { phase } = certificate;
  const { facts, reading, history } = trace;
  const counts = new Uint32Array(RESULTS.length);
  for (const result of history.result) counts[result]!++;
  const differing = metrics && RESULTS.find((result, code) => metrics.attempts[result] !== counts[code]);
  const checks: readonly (readonly [boolean, string])[] = [
    [facts?.complete !== true || reading.rejected > 0, `the trace of ${phase} is not whole`],
    [(facts?.invalidBecause ?? []).length > 0, `the manifest of ${phase} calls it invalid`],
    [
      metrics !== undefined && (!metrics.valid || metrics.invalid_because.length > 0),
      `the metrics of ${phase} call it invalid`,
    ],
    [metrics !== undefined && metrics.phase !== phase, `the metrics of ${phase} are of another phase`],
    [
      metrics !== undefined && metrics.variant !== facts?.variant,
      `the metrics of ${phase} are of another variant`,
    ],
    [differing !== undefined, `the metrics of ${phase} count other attempts than its rows`],
    [
      metrics !== undefined && metrics.requests.concluded !== new Set(history.requestId).size,
      `the metrics of ${phase} count other requests than its rows`,
    ],
    [
      (metrics?.books?.mismatch ?? 0) !== 0 && phase !== 'fault',
      `the store's books of ${phase} have a mismatch`,
    ],
  ];
  return checks.filter(([holds]) => holds).map(([, why]) => why);
}

/** Where a load misses a limit or is too small. */
function shortfalls({ report, limits }: DecisionBasis, phase: GivenPhase): string[] {
  const { trace, metrics } = phase;
  const name = phase.certificate.phase;
  if (metrics === undefined) return [`${name} has no metrics`];
  const results = report.decision.criteria.filter((each) => each.phase === name);
  const reasons = Object.keys(CRITERIA)
    .filter((criterion) => results.find((each) => each.criterion === criterion)?.status !== 'pass')
    .map((criterion) => `the ${criterion} of ${name} does not pass`);
  if (limits === undefined) return reasons;
  for (const [criterion, { limit, ofLoad }] of Object.entries(CRITERIA)) {
    const measured = ofLoad && clientsSay(phase, ofLoad);
    if (measured !== undefined && measured > Number(limits[limit]) * (1 + ROUNDING))
      reasons.push(`the ${criterion} of ${name} was measured as ${measured}`);
  }
  const { history, manifest } = trace;
  const longest = history.queueDelayMs.reduce((most, delay) => (delay > most ? delay : most), 0);
  if (longest >= limits.maxQueueDelayMs) reasons.push(`an attempt of ${name} waited for ${longest} ms`);
  const { offered, achieved_per_s, seconds } = metrics.requests;
  const nearly = 1 - limits.achievedRateTolerance;
  const offeredPerS = offered / (manifest?.workload?.durationS ?? seconds);
  if (achieved_per_s < offeredPerS * nearly)
    reasons.push(`${name} answered ${achieved_per_s}/s of ${offeredPerS}/s`);
  if (offeredPerS < limits.peakRatePerS * nearly)
    reasons.push(`${name} offered ${offeredPerS}/s, less than the peak`);
  const duration = manifest?.workload?.durationS ?? seconds;
  const isPeak = duration >= limits.peakSeconds * nearly;
  if (
    !isPeak &&
    (!limits.shorterRunEarnsCanary || duration < limits.minSeconds || offered < limits.minRequests)
  )
    reasons.push(`${name} was shorter than the criteria allow`);
  return reasons;
}

/** What a release needs beyond a canary. */
function lackingOfRelease({ report, given, limits, canary }: DecisionBasis): string[] {
  if (report.canary === null) return ['no canary has run'];
  if (limits === undefined || canary === undefined) return [];
  const reasons: string[] = [];
  if (canary.seconds < limits.canaryMinSeconds || canary.requests < limits.canaryMinRequests)
    reasons.push('its canary is too small');
  if (canary.rolledBack || canary.invariantMismatch !== 0 || canary.duplicateConfirmations !== 0)
    reasons.push('its canary failed');
  for (const { certificate, trace, metrics } of given) {
    if (certificate.side !== 'candidate' || !['load', 'retest'].includes(certificate.phase)) continue;
    const seconds = trace.manifest?.workload?.durationS ?? metrics?.requests.seconds ?? 0;
    if (seconds < limits.peakSeconds * (1 - limits.achievedRateTolerance))
      reasons.push(`${phaseText(certificate)} is shorter than the peak`);
  }
  return reasons;
}
