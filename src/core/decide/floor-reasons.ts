import { figureAndLimit, figureText, percent } from '../words/figures.ts';
import { count, counted } from '../words/numbers.ts';
import { isBoundedBelow, upperBound } from '../measure/upper-bound.ts';
import type { Criteria } from './criteria.ts';
import type { Reason } from './decision.ts';
import type { CanaryEvidence, PhaseEvidence, Validation } from './evidence.ts';
import { traceRef } from './refs.ts';
import type { LoadedPhase } from './refs.ts';

/** A share that was seen, of how many, and its limit. */
interface Rate {
  readonly name: string;
  readonly share: number;
  readonly of: number;
  readonly what: string;
  readonly limit: number;
  readonly columns: string;
}

/**
 * Where a load keeps a limit by too few requests to say so: with 95 % confidence the rate behind what was seen is not below
 * the limit. What misses its limit is a reason of its own.
 */
export function floorReasons(
  candidate: Validation,
  phase: LoadedPhase,
  { figures, contention }: PhaseEvidence,
  { http5xxRate, maxConflictRate, maxUnknownShare, p99LatencyMs }: Criteria,
): Reason[] {
  const of = { of: figures.deliveries, what: 'deliveries' };
  const rates: readonly Rate[] = [
    {
      ...of,
      name: 'HTTP 5xx rate',
      share: figures.http5xxRate,
      limit: http5xxRate,
      columns: 'result, worker_id',
    },
    { ...of, name: 'conflict rate', share: figures.conflictRate, limit: maxConflictRate, columns: 'result' },
    {
      name: 'share of unknown outcomes',
      share: contention.unknownShare,
      of: contention.attempts,
      what: 'attempts',
      limit: maxUnknownShare,
      columns: 'result',
    },
  ];
  const reason = (text: string, what: string, columns: string): Reason => ({
    code: 'too-few-requests',
    level: 'withholds',
    text: `In ${phase} ${text}.`,
    evidence: traceRef(candidate, phase, what, columns),
  });
  const slow =
    figures.p99LatencyMs < p99LatencyMs && figures.p99UpperMs >= p99LatencyMs
      ? [
          reason(
            `the p99 latency is ${figureText(figures.p99LatencyMs, 'ms')}, but of so few requests it can be ` +
              `${figures.p99UpperMs === Infinity ? 'any (299 are the fewest that can show it)' : `up to ${figureText(figures.p99UpperMs, 'ms')}`} ` +
              `with 95 % confidence; it must be below ${figureText(p99LatencyMs, 'ms')}`,
            `upper bound of p99 ${figures.p99UpperMs === Infinity ? 'not known' : figureText(figures.p99UpperMs, 'ms')}`,
            'start_us, end_us',
          ),
        ]
      : [];
  return [
    ...rates.filter(isOpen).map((rate) => reason(openText(rate), boundText(rate), rate.columns)),
    ...slow,
  ];
}

/** Why a canary was too small for its rates, as a part of a sentence; undefined if it was large enough. */
export function canaryFloor(
  { requests, http5xxRate, conflictRate }: CanaryEvidence,
  criteria: Criteria,
): string | undefined {
  const of = { of: requests, what: 'requests', columns: '' };
  const rates: readonly Rate[] = [
    { ...of, name: 'HTTP 5xx rate', share: http5xxRate, limit: criteria.http5xxRate },
    { ...of, name: 'conflict rate', share: conflictRate, limit: criteria.maxConflictRate },
  ];
  const open = rates.find(isOpen);
  if (open !== undefined) return openText(open);
  return requests < FEWEST_FOR_P99
    ? `the p99 latency of ${counted(requests, 'request')} is not known: ${FEWEST_FOR_P99} are the fewest that can show it with 95 % confidence`
    : undefined;
}

/** 1 − 0.99^n reaches 95 % at this n. */
const FEWEST_FOR_P99 = 299;

/** A limit of 0 asks that none was seen, and no number of requests shows that there is none. */
function isOpen({ share, of, limit }: Rate): boolean {
  return share <= limit && limit > 0 && limit < 1 && !isBoundedBelow(share, of, limit);
}

function openText(rate: Rate): string {
  const { name, share, of, what, limit } = rate;
  const [bound, most] = figureAndLimit(upperBound(share, of), limit, 'share');
  return `the ${name} is ${percent(share)} of ${count(of)} ${what}: with 95 % confidence it is at most ${bound}, and the limit is ${most}`;
}

function boundText({ name, share, of }: Rate): string {
  return `upper bound of the ${name} ${percent(upperBound(share, of))}`;
}
