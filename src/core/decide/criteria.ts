import type { ConditionName } from './conditions.ts';

/**
 * What a validation has to hold to be released: the file `race-criteria.json`. Rates and shares are from 0 to 1. The
 * targets of the service (p99 latency, 5xx rate, queue delay) must be stayed below; every other limit may be reached.
 */
export interface Criteria {
  /** The service, at the client: the 99th percentile from the moment a request was due until its answer. */
  readonly p99LatencyMs: number;
  /** Answers of HTTP status 500 and above, of all that were given. */
  readonly http5xxRate: number;
  /** The longest that any attempt waited before its service began. */
  readonly maxQueueDelayMs: number;
  /** Confirmed − (initial − remaining). Only 0 is allowed; it is written down so that it is said. */
  readonly invariantMismatch: 0;
  /** Requests that were answered `conflict`, of all that were answered. */
  readonly maxConflictRate: number;
  /** Attempts that were made per request, the first one included. */
  readonly maxAttemptsPerRequest: number;

  /** Attempts whose outcome is unknown (`timeout`), of all of a run without injected faults. */
  readonly maxUnknownShare: number;
  /** How far the answered rate may fall short of the offered one. */
  readonly achievedRateTolerance: number;
  /** Workers that must have taken part: one alone cannot race. */
  readonly minWorkers: number;
  /** Inventory keys that two workers must have held at the same time. */
  readonly minContendedKeys: number;
  /** Attempts on one key at the same time, by different workers, that must have been seen at least once. */
  readonly minOverlap: number;
  /** Attempts between whose read and write another worker's read or write of the same key must have fallen. */
  readonly minOverlapped: number;

  /** The peak that is to be survived: its rate and how long it lasts. */
  readonly peakRatePerS: number;
  readonly peakSeconds: number;
  /** Whether a load shorter than the peak, but at its rate, may earn `canary`; `release` needs the whole peak. */
  readonly shorterRunEarnsCanary: boolean;
  /** The least that such a shorter load must have offered. */
  readonly minSeconds: number;
  readonly minRequests: number;

  /** Conditions in which the runs that are compared may differ. */
  readonly allowDifferent: readonly ConditionName[];

  /** The least that a canary must have seen. Its figures are held against the limits above. */
  readonly canaryMinSeconds: number;
  readonly canaryMinRequests: number;
}

/** The criteria of a validation that brings none of its own. */
export const DEFAULT_CRITERIA: Criteria = {
  p99LatencyMs: 150,
  http5xxRate: 0.001,
  maxQueueDelayMs: 50,
  invariantMismatch: 0,
  maxConflictRate: 0.1,
  maxAttemptsPerRequest: 1.25,
  maxUnknownShare: 0.001,
  achievedRateTolerance: 0.02,
  minWorkers: 2,
  minContendedKeys: 5,
  minOverlap: 2,
  minOverlapped: 20,
  peakRatePerS: 900,
  peakSeconds: 600,
  shorterRunEarnsCanary: true,
  minSeconds: 30,
  minRequests: 25_000,
  allowDifferent: [],
  canaryMinSeconds: 3600,
  canaryMinRequests: 30_000,
};
