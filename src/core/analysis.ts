import type { MechanismName } from './findings/definition.ts';
import type { Finding, FindingCode, PossibleFinding } from './findings/finding.ts';
import type { Verdict } from './words/terms.ts';
import type { History } from './history/history.ts';
import type { ReadingFacts, RunFacts, SchemeUsed } from './history/run-facts.ts';

/** Units of a mismatch, by what caused them. Σ by + undecided + unexplained = mismatch, always. */
export interface Ledger {
  readonly confirmed: number;
  /** Undefined where the manifest does not give them; then `mismatch` is undefined too. */
  readonly initial: number | undefined;
  readonly remaining: number | undefined;
  readonly mismatch: number | undefined;
  readonly by: LedgerCauses;
  readonly unexplained: number;
  /** Units of the mismatch whose cause is not the same whatever the attempts of unknown outcome came to. */
  readonly undecided: number;
  /** Requests that were confirmed by several transitions. */
  readonly confirmedTwice: number;
  /** Units taken beyond those of one confirmation per request; the customer pays twice although the books may balance. */
  readonly excessUnits: number;
}

export interface LedgerCauses {
  readonly 'stale-version-write': number;
  readonly 'duplicate-confirmation': number;
  readonly 'duplicate-write': number;
  readonly 'confirmation-without-write': number;
  readonly 'lost-confirmation': number;
  /** What writers outside the trace took, as far as values on both sides show it. */
  readonly 'outside the trace': number;
}

/** One inventory key of the trace, for lists and pictures. */
export interface KeyAnalysis {
  /** Index in the history's strings. */
  readonly key: number;
  /** Attempts on this key: a slice of {@link Analysis.rowsByKey}. */
  readonly from: number;
  readonly to: number;
  readonly errors: number;
  readonly warnings: number;
  readonly ledger: Ledger;
  /** The initial version as a cell of the scale; NONE if no row or manifest gives one. */
  readonly initialVersion: number;
}

/** Milliseconds unless said otherwise; NaN where the column is absent. Exact order statistics, not estimates. */
export interface Metrics {
  readonly latencyMs: {
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
    readonly max: number;
    readonly mean: number;
  };
  readonly queueDelayMs: { readonly p99: number; readonly max: number };
  /** Shares of all attempts, 0 to 1. */
  readonly conflictRate: number;
  readonly timeoutRate: number;
  readonly retriesPerRequest: number;
  readonly attemptsPerRequest: number;
}

/** A mechanism that the evidence supports, with its numbers as a sentence. */
export interface Mechanism {
  readonly name: MechanismName;
  readonly evidence: string;
}

/** Everything that is known of one trace. The CLI prints it; the picture, the tree and the diagnostics read the same. */
export interface Analysis {
  readonly history: History;
  readonly facts: RunFacts | undefined;
  readonly reading: ReadingFacts;
  readonly scheme: SchemeUsed;
  readonly verdict: Verdict;
  /** Why the verdict is not `ok` although nothing is proved wrong: each entry names the fact that would settle it. */
  readonly unknownBecause: readonly string[];
  /** What could not be checked beside what is proved wrong, with what would make it checkable; empty unless it is a violation. */
  readonly notChecked: readonly string[];
  /** Rows that say in every cell what an earlier one says: delivered again, and counted once. */
  readonly repeatedRows: number;
  /** At most the number asked for, worst code first, then by position in the file; `counts` is complete. */
  readonly findings: readonly Finding[];
  /** What holds only if something that the trace leaves open turned out in one way; worst code first. */
  readonly possible: readonly PossibleFinding[];
  readonly counts: Readonly<Record<FindingCode | 'idempotent-replay', number>>;
  /** Keys worst first: errors, then warnings, then number of attempts, then name. */
  readonly keys: readonly KeyAnalysis[];
  /** Row indexes grouped by key; each key's slice is in the order of the walk's time where known, else file order. */
  readonly rowsByKey: Uint32Array;
  /** Per row, bits of {@link ROW_FLAG}; complete even where `findings` is capped. */
  readonly rowFlags: Uint8Array;
  readonly ledger: Ledger;
  readonly metrics: Metrics;
  readonly mechanism: readonly Mechanism[];
}
