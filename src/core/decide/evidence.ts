import type { Analysis, Ledger, Mechanism } from '../analysis.ts';
import type { MachineReading } from '../diagnosis/machine-use.ts';
import type { Contention } from '../measure/contention.ts';
import type { FieldShare } from '../measure/field-shares.ts';
import type { Conditions } from './conditions.ts';
import type { Verdict } from '../words/terms.ts';
import type { Result } from '../words/codes.ts';

/** The phases of a validation, in their order. */
export const PHASES = ['baseline', 'reproduce', 'load', 'fault', 'retest'] as const;
export type PhaseName = (typeof PHASES)[number];

/** All that a decision stands on: pure data, so that the same evidence always comes to the same decision. */
export interface Evidence {
  /** The variant that is to be released. */
  readonly candidate: Validation;
  /** The variant that it replaces, validated beside it; what shows that the race is there to be cured. */
  readonly before: Validation | undefined;
  /** What the candidate did on a part of the real traffic. */
  readonly canary: CanaryEvidence | undefined;
}

/** One variant taken through the phases. A phase without a trace is absent. */
export interface Validation {
  readonly variant: string;
  /** The folder of the run, as a person would open it. */
  readonly directory: string;
  /** Names of the files that are there. */
  readonly files: ReadonlySet<string>;
  readonly phases: Readonly<Partial<Record<PhaseName, PhaseEvidence>>>;
  /** Files that are there and cannot be used; absent if there are none. */
  readonly unusable?: readonly UnusableFile[];
  /** Phases that left a manifest and no trace; absent if there are none. */
  readonly failed?: readonly FailedPhase[];
}

/** A phase that was begun and left no trace. */
export interface FailedPhase {
  readonly phase: PhaseName;
  /** The manifest's; undefined where it does not say. */
  readonly variant: string | undefined;
  /** Why, in whole printable sentences; never empty. */
  readonly because: readonly string[];
}

/** A file of a phase that is there, and says nothing that can be used, or not all that it should. */
export interface UnusableFile {
  readonly phase: PhaseName;
  readonly name: string;
  /** Printable, without a full stop. */
  readonly why: string;
}

/** What is known of one phase: its manifest, the checker's analysis of its trace, and what was measured at the client. */
export interface PhaseEvidence {
  readonly phase: PhaseName;
  /** Name of the trace's file. */
  readonly traceName: string;
  /** The manifest's; undefined where it does not say. */
  readonly variant: string | undefined;
  /** The schedule that was forced. */
  readonly schedule: string | undefined;
  /** Of what was offered: runs with the same hash had the same workload. */
  readonly workloadHash: string | undefined;
  /** The hash that the seed and the other members of the workload make; undefined where it was not drawn again. */
  readonly drawnHash: string | undefined;
  /** The members of the workload that its hash stands for, each as printable text; empty where they are not recorded. */
  readonly drawnFrom: Readonly<Record<string, string>>;
  readonly conditions: Conditions;
  /** How the processors were used while requests were sent; undefined where the manifest does not say. */
  readonly machine: MachineReading | undefined;
  /** Of the code of the variant alone; undefined where it is not recorded. */
  readonly variantCode: string | undefined;
  /** Whether the trace is whole: its writer finished, and every row could be read. */
  readonly complete: boolean;
  /** Why the run itself says that it proves nothing, in whole sentences. */
  readonly invalidBecause: readonly string[];

  readonly verdict: Verdict;
  readonly unknownBecause: readonly string[];
  readonly counts: Analysis['counts'];
  /** The attempts of the trace by result. */
  readonly results: Readonly<Record<Result, number>>;
  /** How often each fault struck, as far as trace and figures show it; a fault of which neither knows is absent. */
  readonly injected: ReadonlyMap<string, number>;
  readonly ledger: Ledger;
  readonly mechanism: readonly Mechanism[];
  /** The fields of its telemetry, and how many rows carry each. */
  readonly fields: readonly FieldShare[];
  /** `path:line[:column]` of the steps that the findings of errors blame, each once; as the trace has it. */
  readonly sites: readonly string[];
  readonly contention: Contention;

  /** By the rows, and by the file PHASE.metrics.json what no row knows. */
  readonly figures: LoadFigures;
  /** Where the two disagree, as parts of a sentence; empty if they agree. */
  readonly misfits: readonly string[];
}

/**
 * What a phase came to under its load. All of it is counted in the rows, except what no row knows, which is undefined where
 * there is no file of metrics. Rates are shares from 0 to 1 unless they are per second; NaN is what the rows do not have.
 */
export interface LoadFigures {
  /** Requests that were due; no row knows of one that was never sent. */
  readonly offered: number | undefined;
  /** For how long requests were to arrive, as the workload says; `seconds` stands in where it does not say. */
  readonly offeredSeconds: number | undefined;
  /** From when the first request was due until the last answer. */
  readonly seconds: number;
  /** Requests that were answered, by `seconds`. */
  readonly achievedPerS: number;
  /** Times that a request was delivered, and what the rates below are of, with the requests that were not sent. */
  readonly deliveries: number;
  readonly p99LatencyMs: number;
  /** With 95 % confidence the 99th percentile is below this; Infinity of too few requests to say. */
  readonly p99UpperMs: number;
  readonly maxQueueDelayMs: number;
  /** The wait that one attempt in a thousand exceeded. */
  readonly p999QueueDelayMs: number;
  /** Of all deliveries: answers of 500 and above and deliveries without an answer, and the requests that were not sent. */
  readonly http5xxRate: number;
  /** Of all deliveries. */
  readonly conflictRate: number;
  readonly attemptsPerRequest: number;
  /** What the retry screen makes of the refused first writes; undefined where no metrics say how often a request is tried. */
  readonly predictedAttemptsPerRequest: number | undefined;
  /** The store's own books at the end, balanced by the run itself; undefined where it could not be asked. */
  readonly mismatch: number | undefined;
}

/** What a canary did, from its own monitoring: the file `race-canary.json`. */
export interface CanaryEvidence {
  /** Where the figures come from, such as a dashboard's address. */
  readonly source: string;
  readonly variant: string;
  readonly seconds: number;
  readonly requests: number;
  /** Share of the traffic that the canary was given. */
  readonly trafficShare: number;
  readonly invariantMismatch: number;
  readonly duplicateConfirmations: number;
  readonly p99LatencyMs: number;
  readonly http5xxRate: number;
  readonly maxQueueDelayMs: number;
  readonly conflictRate: number;
  readonly attemptsPerRequest: number;
  /** Whether a rollback was triggered. */
  readonly rolledBack: boolean;
}
