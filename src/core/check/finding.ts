import type { VersionScheme } from '../history/run-facts.ts';

/** Every finding's code, worst first; the order in which findings are listed. */
export const FINDING_CODES = [
  'stale-version-write',
  'duplicate-confirmation',
  'confirmation-without-write',
  'invariant-mismatch',
  'negative-inventory',
  'version-reuse',
  'phantom-read',
  'stale-read',
  'lost-confirmation',
  'unconditional-pattern',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

export type Level = 'error' | 'warning' | 'info';

/** The level of each code; one place, so that a picture and a verdict cannot disagree. */
export const LEVEL: Readonly<Record<FindingCode, Level>> = {
  'stale-version-write': 'error',
  'duplicate-confirmation': 'error',
  'confirmation-without-write': 'error',
  'invariant-mismatch': 'error',
  'negative-inventory': 'error',
  'version-reuse': 'error',
  'phantom-read': 'error',
  'stale-read': 'warning',
  'lost-confirmation': 'info',
  'unconditional-pattern': 'info',
};

/** What was found, with the rows that prove it. Data first; {@link explain} makes the prose. */
export interface Finding {
  readonly code: FindingCode;
  readonly level: Level;
  /** Index of the inventory key in the history's strings. */
  readonly key: number;
  /** Row indexes: the offending row first, then its witnesses; empty for a finding about the key's books alone. */
  readonly rows: readonly number[];
  /** What the sentence needs besides the rows. */
  readonly data: FindingData;
}

/** Facts of a finding that its rows alone do not say. */
export interface FindingData {
  /** `stale-version-write`: the version that was current when the write was accepted (a cell of the scale). */
  readonly current?: number;
  /** `stale-version-write`, `lost-confirmation`: the version that the write was based on, and the one it made (cells). */
  readonly base?: number;
  readonly made?: number;
  /** `stale-version-write`: how many versions others had made meanwhile, of which the rows name the first makers. */
  readonly overtakers?: number;
  /** `stale-version-write`: those that overtook it are not all in the trace, or not even the first, who replaced its base. */
  readonly untraced?: 'some' | 'the first';
  /** `invariant-mismatch`: the books. */
  readonly confirmed?: number;
  readonly taken?: number;
  /** `negative-inventory`: the value. */
  readonly value?: number;
  /** `duplicate-confirmation`: how many confirmations the request had. */
  readonly confirmations?: number;
}

export type Verdict = 'ok' | 'violation' | 'unknown';

export interface SchemeUsed {
  readonly scheme: VersionScheme;
  readonly inferred: boolean;
}
