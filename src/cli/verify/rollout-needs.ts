import type { Certificate } from '../../ingest/run-files/certificate.ts';
import { differingConditions } from './conditions.ts';
import { workloadHash } from '../workload-hash.ts';
import { clientsSay, CRITERIA, ROUNDING } from './criteria-results.ts';
import type { DecisionBasis } from './decision-basis.ts';
import { certificateOf, phaseText } from './phases.ts';
import type { GivenPhase } from './phases.ts';
import { RESULTS } from '../../core/words/codes.ts';

/** Where storage answers too late on purpose, writes that were applied and not told may take units. */
export function allowedMismatch({ phase, ledger }: Certificate): number {
  return phase === 'fault' ? ledger.by['lost-confirmation'] : 0;
}

/** What a canary or a release needs, and this report lacks. */
export function lacking(basis: DecisionBasis): string[] {
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
  const { facts, reading, history, manifest } = trace;
  const { workload, environment } = manifest ?? {};
  const drawn = workload && workloadHash(workload, environment?.tool_version);
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
    [
      drawn !== undefined && drawn !== workload?.hash,
      `the workload hash of ${phase} is not the one that its seed makes`,
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
