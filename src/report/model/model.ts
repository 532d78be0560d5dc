import type {
  BeforeAfterRow,
  CanaryEvidence,
  Comparison,
  Criteria,
  Decision,
  FindingCode,
  KeyConflicts,
  Ledger,
  MechanismName,
  RunEnvironment,
  Trigger,
} from '../../core/index.ts';
import type { PhaseRef } from '../phase-ref.ts';
import type { Mitigation, Race } from '../race-model.ts';
import type { Level, Verdict } from '../../core/words/terms.ts';

/** The report of a validation as data, from which every form of it is made. All text is printable. */
export interface Report {
  readonly format: 'race-trace-report/1';
  /** The folder of the run. */
  readonly name: string;
  readonly variant: string;
  /** The run that it is held against. */
  readonly before: { readonly name: string; readonly variant: string } | undefined;
  readonly decision: Decision;
  /** The decision in plain sentences: what has to be known before anything else. */
  readonly summary: readonly SummaryPart[];
  readonly criteria: readonly CriterionLine[];
  readonly canary: CanaryEvidence | undefined;
  /** The two runs of `table`: each side under its peak. */
  readonly peaks: { readonly before: PhaseRef | undefined; readonly after: PhaseRef | undefined };
  readonly table: readonly BeforeAfterRow[];
  readonly comparison: Comparison | undefined;
  readonly invariant: readonly PhaseBooks[];
  readonly failedPhases: readonly FailedPhaseLine[];
  readonly race: Race | undefined;
  readonly mitigation: Mitigation | undefined;
  readonly mechanisms: readonly MechanismCase[];
  readonly failures: readonly FailureTimeline[];
  readonly latency: readonly LatencyCurve[];
  readonly overTime: readonly OverTime[];
  readonly popularity: readonly KeyPopularity[];
  readonly screens: readonly Screen[];
  readonly workloads: readonly WorkloadLine[];
  /** Several where the phases were not all run by one version on one machine, as far as their manifests say. */
  readonly environments: readonly EnvironmentLine[];
  readonly coverage: readonly CoverageLine[];
  readonly notTested: readonly string[];
  readonly risks: readonly string[];
  readonly rollout: readonly RolloutStep[];
  readonly triggers: readonly Trigger[];
  readonly commands: readonly CommandLine[];
  readonly files: readonly FileLine[];
  /** Every finding that the report names, by its id here: position in this list. */
  readonly findings: readonly FindingLine[];
  /** What is only possible: the first of each kind that hangs on the same, in each phase; never among the findings. */
  readonly possible: readonly PossibleLine[];
  /** Limits that plots are drawn against. */
  readonly limits: Limits;
}

/** Milliseconds. */
export interface Limits {
  readonly p99LatencyMs: number;
  readonly queueDelayMs: number;
}

/** Sentences under a heading of their own. */
export interface SummaryPart {
  readonly title: string;
  readonly sentences: readonly string[];
}

/** A criterion in words, and its default. */
export interface CriterionLine {
  readonly name: keyof Criteria;
  /** `p99 latency`. */
  readonly text: string;
  /** `below 150 ms`. */
  readonly value: string;
  readonly usual: string;
  /** Whether `value` is not the usual one. */
  readonly changed: boolean;
}

/** The invariant after a phase. */
export interface PhaseBooks extends PhaseRef {
  readonly verdict: Verdict;
  readonly unknownBecause: readonly string[];
  /** Why the run itself says that it proves nothing, in whole sentences. */
  readonly invalidBecause: readonly string[];
  /** What has to stand beside an `ok`, as sentences without a full stop. */
  readonly remarks: readonly string[];
  readonly attempts: number;
  readonly keys: number;
  readonly ledger: Ledger;
  /** Problems of reading, as sentences; `problemsTotal` counts all. */
  readonly problems: readonly string[];
  readonly problemsTotal: number;
}

/** A phase that left no trace, and why in whole sentences. */
export interface FailedPhaseLine extends PhaseRef {
  readonly because: readonly string[];
}

/** What speaks for a mechanism and what against it. */
export interface MechanismCase {
  readonly name: MechanismName;
  /** The third, of an overload: attempts waited too long, and something else explains it. */
  readonly verdict: 'supported' | 'not supported' | 'waits have another cause' | 'not measured';
  /** The variants of which that is so; empty where it is of none in particular. */
  readonly within: readonly string[];
  readonly evidenceFor: readonly string[];
  readonly evidenceAgainst: readonly string[];
}

/** What went wrong in a phase, in the order of time. */
export interface FailureTimeline extends PhaseRef {
  /** Whether nothing but injected faults is in it. */
  readonly calm: boolean;
  readonly moments: readonly FailureMoment[];
}

export interface FailureMoment {
  /** `0:07.4` or `13.1 ms`, from the first of the trace. */
  readonly when: string;
  readonly what: string;
  /** `idle fault` is one that never struck. */
  readonly kind: 'run' | 'fault' | 'idle fault' | Level;
  /** Position in {@link Report.findings}; undefined where it is no finding. */
  readonly finding: number | undefined;
}

/** Latency by percentile. */
export interface LatencyCurve extends PhaseRef {
  /** Percentiles from 0 to 100, ascending, and the latency in ms that so many requests did not exceed. */
  readonly percentile: readonly number[];
  readonly ms: readonly number[];
}

/** A phase over time; entries are bins, NaN where a bin has no value. */
export interface OverTime extends PhaseRef {
  /** Seconds. */
  readonly binSeconds: number;
  readonly latencyP50Ms: readonly number[];
  readonly latencyP99Ms: readonly number[];
  readonly queueMaxMs: readonly number[];
  readonly success: readonly number[];
  readonly refused: readonly number[];
  readonly soldOut: readonly number[];
  /** Turned away before a worker had them. */
  readonly turnedAway: readonly number[];
  readonly timeout: readonly number[];
  /** Stale writes and duplicate confirmations. */
  readonly wrong: readonly number[];
  readonly faults: readonly {
    readonly label: string;
    readonly fromSeconds: number;
    readonly toSeconds: number;
  }[];
}

/** How attempts spread over keys. */
export interface KeyPopularity extends PhaseRef {
  readonly keys: number;
  /** The most popular, first; shares of all attempts of the phase. */
  readonly rows: readonly KeyPopularityRow[];
  /** What the workload's skew predicts for the ranks of `rows`; empty where there is no workload. */
  readonly predicted: readonly number[];
  readonly sentence: string;
}

export interface KeyPopularityRow {
  readonly name: string;
  readonly attempts: number;
  readonly share: number;
  readonly refused: number;
  readonly wrong: number;
}

/** A formula that predicted something, beside what was measured. */
export interface Screen extends PhaseRef {
  readonly name: string;
  readonly formula: string;
  readonly predicted: string;
  readonly measured: string;
  readonly reading: string;
}

/** What a phase was offered. */
export interface WorkloadLine extends PhaseRef {
  readonly text: string;
  readonly seed: number | undefined;
  readonly hash: string | undefined;
}

/** When, by what and on what phases were run; undefined is what their manifests do not say. */
export interface EnvironmentLine extends Omit<RunEnvironment, 'startedAt'> {
  /** The labels of the phases. */
  readonly phases: readonly string[];
  /** When the first of them began, and the last; ISO 8601, UTC. */
  readonly firstStartedAt: string | undefined;
  readonly lastStartedAt: string | undefined;
}

/** How much a phase can have shown. */
export interface CoverageLine extends PhaseRef {
  readonly attempts: number;
  readonly workers: number;
  readonly keys: number;
  readonly contendedKeys: number;
  readonly maxOverlap: number;
  readonly maxInFlight: number;
  /** Attempts that could race: what found nothing left, or repeated an answer, could not. */
  readonly writers: number;
  readonly soldOut: number;
  readonly turnedAway: number;
  readonly overlapped: number;
  readonly overlappedShare: number;
  readonly unknownShare: number;
  readonly measurable: boolean;
  /** The keys with the most refused writes. */
  readonly hottest: readonly KeyConflicts[];
}

export interface RolloutStep {
  readonly step: string;
  /** A sentence: until when, or when. */
  readonly until: string;
}

/** What to type to get a figure again. */
export interface CommandLine {
  readonly figure: string;
  readonly command: string;
}

export interface FileLine {
  /** Its folder's name; '' of a file that was named by itself. */
  readonly run: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A finding that can be opened. */
export interface FindingLine extends PhaseRef {
  /** Its position among the findings of its phase's analysis. */
  readonly findingId: number;
  readonly code: FindingCode;
  readonly level: Level;
  readonly key: string;
  readonly summary: string;
  readonly when: string;
  /** `file.ts:18`; '' where the trace has none. */
  readonly site: string;
  /** 1-based lines in the trace: the offending one first. */
  readonly lines: readonly number[];
}

/** A finding that holds only if something that the trace leaves open turned out in one way. */
export interface PossibleLine extends FindingLine {
  /** What decides, as it stands behind “hangs on”. */
  readonly hangsOn: string;
}
