import type { Result } from '../../core/words/codes.ts';
import type { Exploration, Failure } from './exploration.ts';
import type { ExploreOptions } from './explore.ts';

/** A schedule that was played some times. */
export interface Replay {
  readonly clients: readonly string[];
  /** How it went the first time; `broken` is undefined where the invariant held. */
  readonly first: Omit<Failure, 'broken'> & { readonly broken: string | undefined };
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
  /** Plays one schedule. Rejects with a ScheduleError where it cannot happen. */
  replay(schedule: string, runs: number, interrupted: Pick<AbortSignal, 'aborted'>): Promise<Replay>;
}
