import type { Result } from '../../core/words/codes.ts';
import type { Exploration, Failure } from './exploration.ts';
import type { ExploreOptions } from './explore.ts';

/** How a schedule is played. */
export interface ReplayOptions {
  readonly runs: number;
  /** Whether a step that cannot happen is left out, where it is an error otherwise. */
  readonly skipsMissing: boolean;
}

/** A schedule that was played some times. */
export interface Replay {
  readonly clients: readonly string[];
  /** How it went the first time; `broken` is undefined where the invariant held. */
  readonly first: Omit<Failure, 'broken'> & { readonly broken: string | undefined };
  /** Words of the schedule that were left out the first time, as the steps that they name could not happen. */
  readonly skipped: readonly string[];
  readonly runs: number;
  /** How many of the runs went as the first one: the same steps in the same places, the same answers, the same invariant. */
  readonly identical: number;
  /** How another one went, in few words; undefined where all were identical. */
  readonly other: string | undefined;
}

/** What is explored: a module, or requests of a service. */
export interface Subject {
  /** What it is called in results and certificates, e.g. `race.mjs`. */
  readonly name: string;
  readonly kind: 'module' | 'service';
  /** How many processes served the clients. */
  readonly processes: number;
  /** What an answer is as a result of a trace, where the subject knows. */
  readonly resultOf?: (code: string, hasWritten: boolean) => Result;
  /** Its clients are known only once it has been asked for something. Rejects with a sentence for the user. */
  explore(options: ExploreOptions): Promise<Exploration>;
  /** Plays one schedule. Rejects with a ScheduleError where it cannot happen, unless that is to be skipped. */
  replay(
    schedule: string,
    options: ReplayOptions,
    interrupted: Pick<AbortSignal, 'aborted'>,
  ): Promise<Replay>;
}
