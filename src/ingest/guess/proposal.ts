import type { ColumnName } from '../../core/history/history.ts';
import type { Result } from '../../core/words/codes.ts';

/** How much a guess may be relied on: name and values agree; one of them says it; it has to be looked at. */
export type Certainty = 'sure' | 'likely' | 'unsure';

/** A column and the member of the file that it is taken from. */
export interface ProposedColumn {
  readonly column: ColumnName;
  readonly path: string;
  /** Of a time that is a number, and of a length of time whose name does not say it: `ms`. */
  readonly unit?: string | undefined;
  readonly certainty: Certainty;
  /** Part of a sentence. */
  readonly because: string;
}

/** What a value of the file's result stands for. */
export interface ProposedResult {
  readonly value: string;
  /** Records of the sample that have it. */
  readonly count: number;
  /** Undefined if nothing says what it stands for. */
  readonly result: Result | undefined;
  readonly certainty: Certainty;
  readonly because: string;
}

/** Which records are attempts. */
export interface ProposedFilter {
  readonly path: string;
  /** The values that attempts have; undefined if it is enough that there is one. */
  readonly values: readonly string[] | undefined;
}

/** How the records of a log may be read as attempts. */
export interface Proposal {
  readonly columns: readonly ProposedColumn[];
  /** Of the column `result`, in the order in which the values turn up. */
  readonly results: readonly ProposedResult[];
  /** Undefined where all records are attempts. */
  readonly where: ProposedFilter | undefined;
  /** Numbers of the records that are attempts. */
  readonly attempts: readonly number[];
  /** What was seen and not mapped, and why: sentences. */
  readonly notes: readonly string[];
}

/** What a log lacks, so that nothing can be mapped: sentences that say what to log. */
export interface NothingToMap {
  readonly lacks: readonly string[];
}
