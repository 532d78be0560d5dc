import type { KeyTask } from './key-task.ts';
import type { KeyUnits } from './key-units.ts';
import type { Settled } from './settle.ts';

/** A key whose worlds have been looked at. */
export interface CheckedKey {
  readonly task: KeyTask;
  /** A world that stands for all: a lawful one if there is one. */
  readonly settled: Settled;
  /** The units of every world that was looked at, and whether those are all. */
  readonly units: readonly KeyUnits[];
  readonly isWhole: boolean;
  readonly hasOutsiders: boolean;
  /** Attempts of unknown outcome that are writes in every world, although none of their request says what it read. */
  readonly openWithoutBase: number;
  /** Attempts of unknown outcome that decide whether something is wrong. */
  readonly deciding: readonly number[];
  /** What would settle each error that is only possible whatever the attempts came to. */
  readonly hangOn: readonly string[];
  /** Whether the worlds were too many to be looked at, and those that were do not decide. */
  readonly isBeyondBudget: boolean;
  /** Requests with attempts of unknown outcome on several keys of which some were applied here: in all worlds, or in some. */
  readonly wrote: ReadonlyMap<number, 'in all worlds' | 'in some'>;
}
