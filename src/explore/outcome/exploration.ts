import type { PlayedStep } from '../search/played.ts';
import type { TreeNode, ClientPlace, Outcome } from '../search/tree.ts';
import type { Verdict } from '../../core/words/terms.ts';

/** A schedule after which the invariant did not hold, replayed with all that can be shown of it. */
export interface Failure {
  /** As it is replayed: `A:1 B:1 A:2 B:2`. */
  readonly schedule: string;
  readonly codes: readonly string[];
  readonly broken: string;
  readonly notes: readonly string[];
  readonly steps: readonly PlayedStep[];
}

/** All that an exploration found: plain data, which can be sent and written. */
export interface Exploration {
  readonly clients: readonly string[];
  readonly places: readonly ClientPlace[];
  readonly nodes: readonly TreeNode[];
  readonly outcomes: readonly Outcome[];
  /** Index of the node of the beginning; undefined where not one schedule was run. */
  readonly root: number | undefined;
  readonly schedules: number;
  /** Runs that were cut because they come to the same as one that was made. */
  readonly cut: number;
  readonly reduction: 'none' | 'sleep sets';
  /** The most preemptions of a schedule; undefined where there was no bound. */
  readonly preemptions: number | undefined;
  /** Why schedules are left that have not been run, as a sentence; undefined where none is. */
  readonly incomplete: string | undefined;
  readonly doubts: readonly string[];
  /** How many schedules broke the invariant. */
  readonly failing: number;
  /** The shortest of them first, as many as were to be recorded. */
  readonly failures: readonly Failure[];
  /** Of the first failure, how many steps were taken when every continuation failed; undefined where that is not known. */
  readonly noReturn: number | undefined;
}

/** What an exploration says of the invariant. */
export function verdictOf({ failing, ...exploration }: Exploration): Verdict {
  if (failing > 0) return 'violation';
  return unknownBecause(exploration).length === 0 ? 'ok' : 'unknown';
}

/** Why schedules that all keep the invariant are no proof that it is kept; empty where they are. */
export function unknownBecause(
  exploration: Pick<Exploration, 'incomplete' | 'doubts' | 'preemptions'>,
): readonly string[] {
  const { incomplete, doubts, preemptions } = exploration;
  const bound = `only schedules of at most ${preemptions ?? 0} preemptions were looked for`;
  return [
    ...(incomplete === undefined ? [] : [incomplete]),
    ...(preemptions === undefined ? [] : [bound]),
    ...doubts,
  ];
}
