import { CONDITION_NAMES } from './conditions.ts';
import { DEFAULT_CRITERIA } from './criteria.ts';
import type { Criteria } from './criteria.ts';
import type { CanaryEvidence } from './evidence.ts';
import { allowedText, readFields } from './fields.ts';
import type { Field, FieldProblem } from './fields.ts';

/** An hour, a year, and so on: a number beyond these is a slip of the keyboard, and would be no limit at all. */
const MOST = {
  ms: 3_600_000,
  seconds: 31_536_000,
  perSecond: 10_000_000,
  attempts: 1000,
  workers: 100_000,
  count: 1e12,
};

const milliseconds = { kind: 'number', unit: 'ms', least: 0, above: true, most: MOST.ms } as const;
const seconds = { kind: 'number', unit: 's', least: 0, above: true, most: MOST.seconds } as const;
const share = { kind: 'number', unit: 'share', least: 0, most: 1 } as const;
const attempts = { kind: 'number', unit: 'attempts', least: 1, most: MOST.attempts } as const;
const count = (unit: string, least: number, most = MOST.count) =>
  ({ kind: 'integer', unit, least, most }) as const;

/** What each member of a criteria file may be; the published JSON Schema says the same. */
export const CRITERIA_FIELDS: Readonly<Record<keyof Criteria, Field>> = {
  p99LatencyMs: milliseconds,
  http5xxRate: { ...share, above: true },
  maxQueueDelayMs: milliseconds,
  invariantMismatch: { kind: 'integer', unit: 'units', least: 0, most: 0 },
  maxConflictRate: share,
  maxAttemptsPerRequest: attempts,
  maxUnknownShare: share,
  achievedRateTolerance: { ...share, most: 0.5 },
  minWorkers: count('workers', 2, MOST.workers),
  minContendedKeys: count('keys', 1),
  minOverlap: count('attempts', 2, MOST.workers),
  minOverlapped: count('attempts', 2),
  peakRatePerS: {
    kind: 'number',
    unit: 'requests per second',
    least: 0,
    above: true,
    most: MOST.perSecond,
  },
  peakSeconds: seconds,
  shorterRunEarnsCanary: { kind: 'boolean' },
  minSeconds: seconds,
  minRequests: count('requests', 1),
  allowDifferent: { kind: 'names', of: CONDITION_NAMES },
  canaryMinSeconds: seconds,
  canaryMinRequests: count('requests', 1),
};

const amount = (unit: string, most: number) => ({ kind: 'number', unit, least: 0, most }) as const;

const CANARY_FIELDS: Readonly<Record<keyof CanaryEvidence, Field>> = {
  source: { kind: 'text' },
  variant: { kind: 'text' },
  seconds: amount('s', MOST.seconds),
  requests: count('requests', 0),
  trafficShare: { ...share, above: true },
  invariantMismatch: { kind: 'integer', unit: 'units', least: -Number.MAX_SAFE_INTEGER },
  duplicateConfirmations: count('requests', 0),
  p99LatencyMs: amount('ms', MOST.ms),
  http5xxRate: share,
  maxQueueDelayMs: amount('ms', MOST.ms),
  conflictRate: share,
  attemptsPerRequest: attempts,
  rolledBack: { kind: 'boolean' },
};

/** What was read, or all that is wrong with it. */
export type Parsed<T> =
  { readonly value: T; readonly problems?: never } | { readonly problems: readonly FieldProblem[] };

/** Criteria from the value of a JSON file; what it does not name is as in {@link DEFAULT_CRITERIA}. Never throws. */
export function parseCriteria(value: unknown): Parsed<Criteria> {
  const { members, problems } = readFields(value, CRITERIA_FIELDS);
  if (problems.length > 0) return { problems };
  return { value: { ...DEFAULT_CRITERIA, ...Object.fromEntries(members) } };
}

/** A canary's record from the value of a JSON file; every member must be there. Never throws. */
export function parseCanary(value: unknown): Parsed<CanaryEvidence> {
  const { members, problems } = readFields(value, CANARY_FIELDS);
  const missing = Object.entries(CANARY_FIELDS)
    .filter(
      ([name]) => !members.has(name) && !problems.some(({ path }) => path === `$.${name}` || path === '$'),
    )
    .map(([name, field]) => ({ path: `$.${name}`, message: 'it is missing', allowed: allowedText(field) }));
  if (problems.length + missing.length > 0) return { problems: [...problems, ...missing] };
  return { value: Object.fromEntries(members) as unknown as CanaryEvidence };
}

/** A problem as a sentence: `$.p99LatencyMs: it is -1; allowed is a number above 0 (ms)`. */
export function problemText({ path, message, allowed }: FieldProblem): string {
  return `${path}: ${message}; allowed is ${allowed}`;
}
