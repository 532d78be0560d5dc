import type { FindingCode } from '../findings/finding.ts';
import type { KeySeverity, Level, Step, Verdict } from '../words/terms.ts';

/*
 * What stands around the picture: the verdict above it, and the lists of keys and findings. All text is printable.
 */

/** The first line of the view and what stands behind it. */
export interface TraceSummary {
  readonly name: string;
  readonly verdict: Verdict;
  /** E.g. `1 stale write`, `mismatch +1`; worst first. */
  readonly headline: readonly string[];
  readonly unknownBecause: readonly string[];
  /** Why the run says of itself that it proves nothing; empty where it does not. */
  readonly invalidBecause: readonly string[];
  readonly attempts: number;
  readonly rejected: number;
  /** The first few problems of reading, as sentences; `problemsTotal` counts all. */
  readonly problems: readonly string[];
  readonly problemsTotal: number;
  /** False where the trace has no times: then only the order axis exists. */
  readonly hasTimes: boolean;
  readonly hasClients: boolean;
  /** E.g. `seed 7 · unsafe · versions sequential (inferred)`. */
  readonly provenance: string;
}

export interface KeyRow {
  /** Identity of the key in messages. */
  readonly id: number;
  readonly name: string;
  readonly attempts: number;
  readonly severity: KeySeverity;
  /** Shares of the attempts, 0 to 1, for the severity bar; they sum to 1. */
  readonly calm: number;
  readonly contended: number;
  readonly wrong: number;
  /** E.g. `1 stale`; '' where nothing is wrong. */
  readonly badge: string;
}

export interface KeyList {
  readonly rows: readonly KeyRow[];
  /** Keys that fit the filter, of which `rows` are the first. */
  readonly matching: number;
}

/** What a finding is to a person, and to a search for it in a file that has grown: ids count anew then. */
export interface FindingName {
  readonly code: FindingCode;
  readonly key: string;
  readonly request: string;
  /** The version that its offending attempt made, else the one that it read, e.g. `v3`; '' where it has neither. */
  readonly version: string;
}

export interface FindingRow extends FindingName {
  /** Position in the analysis' findings, those that are only possible after the others: identity in messages. */
  readonly id: number;
  readonly level: Level;
  readonly keyId: number;
  /** E.g. `v1→v3 after w1's v2`. */
  readonly summary: string;
  /** E.g. `13.121 ms`, or `line 7` where there are no times. */
  readonly when: string;
  /** `file.ts:18` of the offending step, or “what its log says”; '' where the trace has neither. */
  readonly site: string;
}

/** A finding that holds only if something turns out in one way. */
export interface PossibleRow extends FindingRow {
  /** What decides, as it stands behind “hangs on”. */
  readonly hangsOn: string;
}

export interface FindingList {
  /** The first ones; those further down are asked for when they come into sight. */
  readonly rows: readonly FindingRow[];
  /** All that fit the filter, worst first, and the key of each. */
  readonly ids: Int32Array;
  readonly keyIds: Int32Array;
  /** How many of the trace's findings fit: more than `ids` only where the analysis did not keep all. */
  readonly matching: number;
  /** Those that are only possible and fit the filter: never among the others, and not counted with them. */
  readonly possible: readonly PossibleRow[];
}

/** Steps side by side and in the order of time, whatever they are steps of. */
export interface StepsSideBySide {
  /** How bad the step to blame is. */
  readonly level: Level;
  readonly columns: readonly Pick<CodePathColumn, 'label'>[];
  readonly steps: readonly SideBySideStep[];
}

/** A step in a table of steps side by side. */
interface SideBySideStep extends Pick<
  CodePathStep,
  'column' | 'when' | 'detail' | 'site' | 'offending' | 'lacks'
> {
  /** What was done: `read`, or whatever the steps are called. */
  readonly step: string;
}

/** What happened, side by side and in the order of time. */
export interface Interleaving extends StepsSideBySide {
  /** The attempts in the order in which they began, one that is to blame last; at most a handful. */
  readonly columns: readonly CodePathColumn[];
  readonly steps: readonly CodePathStep[];
}

/** The panel beside the swimlane for one finding: what happened, in time order, and where in the code. */
export interface CodePath extends Interleaving {
  readonly findingId: number;
  readonly name: FindingName;
  /** What decides whether it holds at all; '' where it is certain. */
  readonly hangsOn: string;
  /** E.g. `B wrote v3 from v1.` and then the rest of the proof. */
  readonly claim: string;
  readonly proof: string;
  /** E.g. `initial 1 − remaining 0 = 1 taken`. */
  readonly books: readonly BookLine[];
  readonly booksTitle: string;
  /** The schedule with which the same order is played, e.g. `A:read B:read A:write B:write`; '' where none does. */
  readonly replay: string;
  /** What it is played on: the name of what was explored, '' for the bundled service. */
  readonly explored: string;
}

export interface CodePathColumn {
  /** E.g. `A · w1`. */
  readonly label: string;
  readonly row: number;
}

export interface CodePathStep {
  /** Position in `steps`: identity in messages. */
  readonly id: number;
  readonly column: number;
  /** E.g. `9.301`; '' where the trace has no times. */
  readonly when: string;
  readonly step: Step;
  /** E.g. `v1, 1 left` or `v1→v2`. */
  readonly detail: string;
  /** E.g. `reservation.ts:31`, or “what the log says”; '' where the trace has neither. */
  readonly site: string;
  /** The text of that line; '' until the host has found it. */
  readonly source: string;
  readonly offending: boolean;
  /** E.g. `no condition on the version read`; '' where nothing is lacking. */
  readonly lacks: string;
}

export interface BookLine {
  readonly text: string;
  readonly wrong: boolean;
}

/** All that the trace says of one attempt, unknown columns included. */
export interface AttemptDetails {
  readonly row: number;
  /** The step whose line of code is worth opening: its write, else what the trace has a site of; null where it has none. */
  readonly lineOf: Step | null;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}
