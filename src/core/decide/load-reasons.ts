import { figureAndLimit } from '../words/figures.ts';
import type { FieldShare } from '../measure/field-shares.ts';
import { counted } from '../words/numbers.ts';
import type { Criteria } from './criteria.ts';
import type { Reason } from './decision.ts';
import type { Evidence, LoadFigures, PhaseEvidence, Validation } from './evidence.ts';
import { floorReasons } from './floor-reasons.ts';
import { isTrusted, LOADED_PHASES, metricsRef, traceRef } from './refs.ts';
import type { LoadedPhase } from './refs.ts';

/** Whether the loads were enough for their silence to mean anything. */
export function loadReasons({ candidate }: Evidence, criteria: Criteria): Reason[] {
  return LOADED_PHASES.flatMap((phase) => {
    const evidence = candidate.phases[phase];
    if (!isTrusted(candidate, evidence)) return [];
    return [
      ...sizeReasons(candidate, phase, evidence.figures, criteria),
      ...fieldReasons(candidate, phase, evidence),
      ...floorReasons(candidate, phase, evidence, criteria),
      ...unknownReasons(candidate, phase, evidence, criteria),
      ...contentionReasons(candidate, phase, evidence, criteria),
    ];
  });
}

/** How long and how hot a load was. */
interface LoadSize {
  readonly seconds: number;
  readonly offeredPerS: number;
  readonly isPeak: boolean;
}

/** The size of a load, and whether it was the whole peak that the criteria name. */
function loadSize(figures: LoadFigures, criteria: Criteria): LoadSize {
  const { offered = NaN, seconds, offeredSeconds = seconds } = figures;
  const offeredPerS = offeredSeconds === 0 ? 0 : offered / offeredSeconds;
  const nearly = 1 - criteria.achievedRateTolerance;
  const isPeak =
    offeredPerS >= criteria.peakRatePerS * nearly && offeredSeconds >= criteria.peakSeconds * nearly;
  return { seconds: offeredSeconds, offeredPerS, isPeak };
}

function sizeReasons(
  candidate: Validation,
  phase: LoadedPhase,
  figures: LoadFigures,
  criteria: Criteria,
): Reason[] {
  const { offered } = figures;
  const unmeasured = NEEDED.filter(([, of]) => Number.isNaN(of(figures))).map(([name]) => name);
  const reasons: Reason[] = [];
  if (unmeasured.length > 0)
    reasons.push({
      code: 'no-figures',
      level: 'withholds',
      text: `The rows of ${phase} lack the figures for its ${unmeasured.join(', ')}.`,
      evidence: traceRef(candidate, phase, `no ${unmeasured.join(', ')}`),
    });
  if (offered === undefined) {
    reasons.push({
      code: 'no-figures',
      level: 'withholds',
      text: `The number of requests that ${phase} was to send is not recorded: the rows have only those that were sent.`,
      evidence: metricsRef(candidate, phase, 'requests.offered', 'no figure'),
    });
    return reasons;
  }
  const { seconds, offeredPerS, isPeak } = loadSize(figures, criteria);
  const rate = `${figures.achievedPerS.toFixed(1)}/s of ${offeredPerS.toFixed(1)}/s offered`;
  if (figures.achievedPerS < offeredPerS * (1 - criteria.achievedRateTolerance))
    reasons.push({
      code: 'rate-not-achieved',
      level: 'withholds',
      text: `In ${phase} only ${rate} were answered; requests without an answer prove nothing.`,
      evidence: traceRef(candidate, phase, rate, 'start_us, end_us'),
    });
  const size = `${counted(offered, 'request')} in ${Math.round(seconds)} s, ${offeredPerS.toFixed(0)}/s`;
  const peak = `${criteria.peakRatePerS}/s for ${criteria.peakSeconds} s`;
  const evidence = metricsRef(candidate, phase, 'requests.offered', size);
  if (isPeak) return reasons;
  const shortfall = shortfallOf(offered, seconds, offeredPerS, criteria);
  if (shortfall === undefined)
    reasons.push({
      code: 'shorter-than-peak',
      level: 'limits',
      text: `The load of ${phase} was scaled: ${size}, where the peak is ${peak}. That is enough for a canary only.`,
      evidence,
    });
  else
    reasons.push({
      code: 'load-too-small',
      level: 'withholds',
      text: `The load of ${phase} was ${size}, where the peak is ${peak}: ${shortfall}.`,
      evidence,
    });
  return reasons;
}

/** What a scaled load lacks to earn a canary; undefined if nothing. */
function shortfallOf(
  offered: number,
  seconds: number,
  offeredPerS: number,
  criteria: Criteria,
): string | undefined {
  const nearly = 1 - criteria.achievedRateTolerance;
  if (!criteria.shorterRunEarnsCanary) return 'the criteria ask for the whole peak';
  if (offeredPerS < criteria.peakRatePerS * nearly) return 'only its length may be scaled, not its rate';
  if (seconds < criteria.minSeconds) return `at least ${criteria.minSeconds} s are asked for`;
  if (offered < criteria.minRequests)
    return `at least ${counted(criteria.minRequests, 'request')} are asked for`;
  return undefined;
}

/** The figures of the rows without which a load says nothing. */
const NEEDED: readonly (readonly [name: string, of: (figures: LoadFigures) => number])[] = [
  ['p99 latency', ({ p99LatencyMs }) => p99LatencyMs],
  ['queue delay', ({ maxQueueDelayMs }) => maxQueueDelayMs],
  ['answered requests per second', ({ achievedPerS }) => achievedPerS],
  ['share of server errors', ({ http5xxRate }) => http5xxRate],
  ['conflict rate', ({ conflictRate }) => conflictRate],
  ['attempts per request', ({ attemptsPerRequest }) => attemptsPerRequest],
];

/** A figure of the rows that carry a field says nothing of those that do not. */
function fieldReasons(candidate: Validation, phase: LoadedPhase, { fields }: PhaseEvidence): Reason[] {
  const lacking = fields.filter(({ rows, carried }) => carried < rows);
  if (lacking.length === 0) return [];
  const shares = lacking.map(fieldText).join(', ');
  return [
    {
      code: 'fields-missing',
      level: 'withholds',
      text: `Not every row of ${phase} carries what it should: ${shares}.`,
      evidence: traceRef(candidate, phase, shares, lacking.map(({ field }) => field).join(', ')),
    },
  ];
}

/** `queue_delay_ms in 0 % of 27,000 rows`; a share that is not all of them is never shown as 100 %. */
export function fieldText({ field, rows, carried }: FieldShare): string {
  const [share] = figureAndLimit(carried / rows, 1, 'share');
  return `${field} in ${share} of ${counted(rows, 'row')}`;
}

function unknownReasons(
  candidate: Validation,
  phase: LoadedPhase,
  { contention }: PhaseEvidence,
  { maxUnknownShare }: Criteria,
): Reason[] {
  if (contention.unknownShare <= maxUnknownShare) return [];
  const [share, most] = figureAndLimit(contention.unknownShare, maxUnknownShare, 'share');
  return [
    {
      code: 'too-many-unknowns',
      level: 'withholds',
      text: `${share} of attempts in ${phase} have an unknown outcome (limit ${most}).`,
      evidence: traceRef(candidate, phase, `${share} of attempts timed out`),
    },
  ];
}

/** A load whose attempts never met cannot have raced, and proves nothing about a race. */
function contentionReasons(
  candidate: Validation,
  phase: LoadedPhase,
  { contention }: PhaseEvidence,
  criteria: Criteria,
): Reason[] {
  const { workers, contendedKeys, maxOverlap, overlapped, measurable } = contention;
  const lacking = [
    measurable ? '' : 'the trace has no workers or no times',
    workers < criteria.minWorkers ? `${counted(workers, 'worker')} of ${criteria.minWorkers}` : '',
    contendedKeys < criteria.minContendedKeys
      ? `${counted(contendedKeys, 'key')} of ${criteria.minContendedKeys} held by two workers at once`
      : '',
    maxOverlap < criteria.minOverlap
      ? `at most ${counted(maxOverlap, 'worker')} of ${criteria.minOverlap} on one key at once`
      : '',
    overlapped < criteria.minOverlapped
      ? `${counted(overlapped, 'attempt')} of ${criteria.minOverlapped} that overlapped another`
      : '',
  ].filter((each) => each !== '');
  if (lacking.length === 0) return [];
  return [
    {
      code: 'too-little-contention',
      level: 'withholds',
      text: `In ${phase} too few attempts met for a race to be seen: ${lacking.join('; ')}.`,
      evidence: traceRef(candidate, phase, lacking.join('; ')),
    },
  ];
}
