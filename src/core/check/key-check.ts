import type { History } from '../history/history.ts';
import type { VersionScheme } from '../history/run-facts.ts';
import type { DoubtCollector } from './doubts.ts';
import type { FindingCollector } from './finding-collector.ts';
import type { Requests } from './requests.ts';
import type { Walk } from './walk.ts';

/** What every check shares. */
export interface Check {
  readonly history: History;
  readonly requests: Requests;
  readonly scheme: VersionScheme;
  /**
   * Whether the rows are all there are: none was refused, and the manifest, if there is one, says that the writer
   * finished. Without a manifest the file is taken for the whole run. A finding that says "nobody in the trace" needs it.
   */
  readonly whole: boolean;
  readonly findings: FindingCollector;
  readonly doubts: DoubtCollector;
}

/** A check of one key, after its walk. */
export interface KeyCheck extends Check {
  readonly key: number;
  /** All rows of the key, in file order. */
  readonly rows: Uint32Array;
  readonly walk: Walk;
}

/** A finding names at most this many rows, so that a person can check it by hand. */
export const MOST_ROWS = 8;

/** The key's name as the trace has it. */
export function keyName({ history, key }: KeyCheck): string {
  return history.strings[key] ?? '';
}
