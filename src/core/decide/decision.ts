import type { PhaseName } from './evidence.ts';

/** From worst to best. */
export const DECISIONS = ['blocked', 'undecided', 'canary', 'release'] as const;
export type DecisionName = (typeof DECISIONS)[number];

/** Where a reason can be looked up. All texts are printable. */
export interface EvidenceRef {
  /** `canary` is the canary's record; `validation` is what follows from several phases. */
  readonly phase: PhaseName | 'canary' | 'validation';
  /** What was seen there, such as `p99 latency 161.2 ms`. */
  readonly what: string;
  /** The file and the field, such as `load.metrics.json: latency_ms.p99`. */
  readonly where: string;
}

/**
 * What a reason does to the decision: `blocks` makes it `blocked`, `withholds` at best `undecided`, `limits` at best
 * `canary`; `supports` speaks for it.
 */
export type ReasonLevel = 'blocks' | 'withholds' | 'limits' | 'supports';

/** Why a decision is what it is. */
export interface Reason {
  readonly code: ReasonCode;
  readonly level: ReasonLevel;
  /** One sentence, for people; printable. */
  readonly text: string;
  readonly evidence: EvidenceRef;
}

export type ReasonCode =
  // blocks
  | 'violation'
  | 'mismatch'
  | 'criterion-failed'
  | 'canary-failed'
  // withholds
  | 'file-unusable'
  | 'phase-missing'
  | 'phase-invalid'
  | 'phase-incomplete'
  | 'metrics-do-not-fit'
  | 'verdict-unknown'
  | 'other-variant'
  | 'no-figures'
  | 'fields-missing'
  | 'too-few-requests'
  | 'busy-machine'
  | 'too-many-unknowns'
  | 'too-little-contention'
  | 'rate-not-achieved'
  | 'load-too-small'
  | 'different-workload'
  | 'different-conditions'
  | 'faults-not-injected'
  | 'race-not-met'
  | 'not-reproduced'
  // limits
  | 'shorter-than-peak'
  | 'no-canary'
  | 'canary-too-small'
  // supports
  | 'reproduced'
  | 'invariant-held'
  | 'allowed-difference'
  | 'canary-held';

/** One figure held against its limit, in one phase or in the canary. */
export interface CriterionResult {
  readonly criterion: CriterionName;
  readonly phase: PhaseName | 'canary';
  readonly unit: 'ms' | 'share' | 'units' | 'attempts';
  /** Undefined where it was not measured. */
  readonly measured: number | undefined;
  readonly limit: number;
  /** `below` excludes the limit itself. */
  readonly bound: 'below' | 'at most';
  readonly status: 'pass' | 'fail' | 'missing';
  readonly evidence: EvidenceRef;
}

export type CriterionName =
  | 'invariant mismatch'
  | 'p99 latency'
  | 'HTTP 5xx rate'
  | 'maximum queue delay'
  | 'conflict rate'
  | 'attempts per request';

/** The parts of a release package, in their order. */
export const RELEASE_ITEMS = [
  'race reproduction',
  'root cause',
  'mitigation',
  'invariant under load',
  'latency target',
  'retry amplification',
  'observability',
  'rollout',
] as const;
export type ReleaseItemName = (typeof RELEASE_ITEMS)[number];

/** How one part of the release package stands. */
export interface ReleaseItem {
  readonly item: ReleaseItemName;
  readonly status: 'closed' | 'pass' | 'conditional pass' | 'fail' | 'missing';
  /** One sentence that says why; printable. */
  readonly text: string;
  readonly evidence: EvidenceRef;
}

/** What the evidence comes to. */
export interface Decision {
  readonly decision: DecisionName;
  /** Those that made the decision first; never empty. */
  readonly reasons: readonly Reason[];
  readonly criteria: readonly CriterionResult[];
  readonly items: readonly ReleaseItem[];
}
