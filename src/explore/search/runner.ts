import type { Footprint } from './footprint.ts';
import type { PlayedStep } from './played.ts';

/*
 * What the search needs of a world in which clients can be held: functions of one process (in-process) or HTTP requests
 * over a tapped database (service). The search begins a run, lets one client take one step at a time, and ends the run.
 */

/** The label of a client's start, where that is a step: in schedules it need not be named right before the first step. */
export const START = 'start';

/** Where one client stands between two steps. Equal places of a runner should be the same object: that is quicker. */
export type Place =
  /** Held before its next step, which `label` names in the same way in every run, e.g. the text of the statement. */
  | { readonly at: 'ready'; readonly label: string; readonly footprint: Footprint | undefined }
  /** Its step has been let go and waits for another client, as a lock of the store says. */
  | { readonly at: 'blocked'; readonly label: string }
  /** Its step has been let go and there is silence: it waits for something that cannot be seen, as a mutex. */
  | { readonly at: 'parked'; readonly label: string }
  /** It has its answer and all its steps are done. */
  | { readonly at: 'over'; readonly code: string };

/** How a run ended. */
export interface Ending {
  /** What each client was answered, in the order of the clients, e.g. `200`, `sold out`, `throws 40001`, `stuck`. */
  readonly codes: readonly string[];
  /** What the invariant found to be wrong; undefined where it holds. */
  readonly broken: string | undefined;
  /** Facts that belong to the outcome, e.g. `deadlock`, `A left a transaction open`. */
  readonly notes: readonly string[];
  /** What makes the whole exploration no proof, e.g. a statement that could not be told to be A's or B's. */
  readonly doubts: readonly string[];
}

/** One run of all clients, from a world that has been reset. */
export interface Run {
  /**
   * Where each client stands now, in the order of the clients. It is read only while no step is under way, and its
   * entries change in place.
   */
  readonly places: readonly Place[];
  /**
   * Lets a client that is ready take its step. Resolves when all is settled: the client is ready again, over, blocked or
   * parked, and so are those whom its step let go on. While no client is ready and one still may move by itself (the store
   * ends a deadlock), it waits for that, within bounds. Rejects with a sentence for the user where the world is broken.
   */
  step(client: number): Promise<void>;
  /** Judges the run, when no client is ready any more. Those not over by then are stuck. */
  end(): Promise<Ending>;
  /** After {@link end}, of a run that was begun to be recorded: its steps in the order in which they were let go. */
  played(): readonly PlayedStep[];
  /** Gives a run up that need not be judged: after it, the next one can begin. */
  abandon(): Promise<void>;
}

/** A world in which clients can be taken through schedules. */
export interface Runner {
  /** Their names as schedules have them: letters, digits, `_`, `.` and `-`. */
  readonly clients: readonly string[];
  /**
   * Resets the world and starts the clients. Rejects with a sentence for the user.
   * @param isRecorded whether values, sites and times of the steps are wanted: a search does without, a replay with
   */
  begin(isRecorded?: boolean): Promise<Run>;
}
