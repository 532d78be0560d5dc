import type { VersionScheme } from './history/run-facts.ts';

export type Verdict = 'ok' | 'violation' | 'unknown';

/** How the versions of a trace are numbered, and whether that was told or inferred. */
export interface SchemeUsed {
  readonly scheme: VersionScheme;
  readonly inferred: boolean;
}
