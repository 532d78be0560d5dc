import type { Analysis } from '../analysis.ts';
import type { MachineReading, ProcessUse } from '../diagnosis/machine-use.ts';
import type { FailedPhase, PhaseName, UnusableFile } from './evidence.ts';

/** The folder of a validation: one variant taken through the phases, as `race-trace run` writes it. */
export interface RunRecord {
  /** The folder's own name, printable. */
  readonly name: string;
  /** Those that have a trace, in the order of a validation; none only where one has failed. */
  readonly phases: readonly PhaseRecord[];
  /** All files that belong to a phase, by name. */
  readonly files: readonly FileRecord[];
  /** Files of phases that cannot be used, a phase whose trace is one of them being absent; not there if there are none. */
  readonly unusable?: readonly UnusableFile[];
  /** Phases that left a manifest and no trace; not there if there are none. */
  readonly failed?: readonly FailedPhase[];
}

/** One phase: its trace, read and checked, and what was measured at its clients. */
export interface PhaseRecord {
  readonly phase: PhaseName;
  /** Name of the trace's file in the folder. */
  readonly traceName: string;
  readonly analysis: Analysis;
  /** What was wrong with the trace and its manifest, as printable sentences; `problemsTotal` counts all. */
  readonly problems: readonly string[];
  readonly problemsTotal: number;
  /** Undefined where the phase has no file of metrics. */
  readonly metrics: RunMetrics | undefined;
  /** How often a schedule was played; undefined where the phase says nothing of it. */
  readonly plays: SchedulePlays | undefined;
  /** Undefined where the manifest names none. */
  readonly workload: RunWorkload | undefined;
  readonly setup: RunSetup;
}

/** A file as it was when it was read. */
export interface FileRecord {
  readonly name: string;
  readonly bytes: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/** A file that a decision was made by, besides the runs. */
export interface DecisionFile extends FileRecord {
  readonly is: 'criteria' | 'canary';
  /** Whether it was named by itself, and is not the one in the folder of the run. */
  readonly besides: boolean;
}

/** Milliseconds. */
interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
  readonly mean: number;
}

/** What was measured at the clients of a phase: the file `PHASE.metrics.json`. Texts are as the file has them. */
export interface RunMetrics {
  readonly phase: string;
  readonly variant: string;
  readonly workload_hash: string;
  readonly valid: boolean;
  readonly invalid_because: readonly string[];
  /** Of the bundled service alone. */
  readonly capacity?: { readonly service_ms: number; readonly workers: number; readonly utilisation: number };
  readonly requests: {
    readonly offered: number;
    readonly sent: number;
    readonly concluded: number;
    readonly seconds: number;
    readonly achieved_per_s: number;
  };
  readonly attempts: Readonly<
    Record<'started' | 'success' | 'conflict' | 'rejected' | 'timeout' | 'retry', number>
  >;
  readonly latency_ms: Percentiles;
  readonly queue_delay_ms?: Percentiles;
  /** Of each process, and of the calls of the workers to the store, while requests were sent. */
  readonly processes?: readonly ProcessUse[];
  readonly store_calls?: { readonly count: number; readonly mean_ms: number };
  readonly http_5xx: { readonly count: number; readonly rate: number };
  readonly retries: {
    readonly conflict_rate: number;
    readonly refused_write_rate: number;
    readonly first_refused_rate?: number;
    readonly attempts_per_request: number;
    readonly writing_share?: number;
    /** What a request is given at most; null where it is tried without end. */
    readonly max_attempts?: number | null;
    readonly predicted_attempts_per_request?: number;
  };
  /** What was made to go wrong. */
  readonly faults?: readonly InjectedFault[];
  /** Absent where the store could not be asked at the end. */
  readonly books?: {
    readonly confirmed: number;
    readonly initial: number;
    readonly remaining: number;
    readonly mismatch: number;
    readonly commits: number;
  };
}

/** What a fault did during a phase. */
export interface InjectedFault {
  readonly fault: string;
  /** Attempts that were under way in its window, and those of them whose outcome is unknown. */
  readonly attempts: number;
  readonly timeouts: number;
  /** How often it struck; absent where it was not counted. */
  readonly injected?: number;
}

/** How often a schedule was played, in how many of the plays the race came, and in how many all went as in the first. */
export interface SchedulePlays {
  readonly runs: number;
  readonly reproduced: number;
  readonly identical_runs: number;
}

/** How the service was set up, as far as the manifest says. Texts are as the file has them. */
export interface RunSetup {
  readonly idempotent?: boolean;
  readonly store?: { readonly kind: string; readonly latency_ms?: number };
  readonly workers?: number;
  readonly admitted?: number;
  /** SHA-256 of the code of the service without its variants, and of the variant. */
  readonly code?: { readonly service: string; readonly variant?: string };
  /** What was made to go wrong, as `--faults` reads it. */
  readonly faults?: string;
  /** How the processors were used while requests were sent. */
  readonly machine?: MachineReading;
}

/** What the requests of a run were drawn from: the member `workload` of its manifest. Texts are as the file has them. */
export interface RunWorkload {
  readonly seed: number;
  /** Requests per second outside bursts. */
  readonly rate: number;
  readonly durationS: number;
  readonly arrivals: string;
  readonly keys: number;
  /** Zipf exponent of the popularity of keys. */
  readonly skew: number;
  /** The first `keys` keys together take this share of all requests, evenly; the others follow Zipf. */
  readonly hot?: { readonly keys: number; readonly share: number };
  readonly burst?: { readonly factor: number; readonly lengthS: number; readonly periodS: number };
  readonly units: number;
  readonly hash: string;
}
