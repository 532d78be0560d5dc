import type { CertifiedReport } from '../../ingest/run-files/certificate.ts';
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
