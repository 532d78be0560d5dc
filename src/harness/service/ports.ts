import type { Step } from '../../core/words/terms.ts';
import type { AttemptJournal } from '../record/attempt-journal.ts';
import type { VersionedStore } from '../store/versioned-store.ts';

/** Microseconds on a monotonic clock that every process of the run shares; the epoch is free. */
export type Clock = () => number;

/** Called before each step of an attempt, at which a schedule can hold it; the step happens when the promise resolves. */
export type Gate = (clientId: string, step: Step) => Promise<void>;

/** What the service has of the world around it. */
export interface Ports {
  readonly store: VersionedStore;
  readonly clock: Clock;
  readonly gate: Gate;
  readonly workerId: string;
  /** Version of the code that runs. */
  readonly deployment: string;
  /** Where attempts are written down when they begin. */
  readonly journal?: Pick<AttemptJournal, 'began'> | undefined;
}

/** The machine's monotonic clock, the same in all of its processes. */
export const machineClock: Clock = () => Number(process.hrtime.bigint() / 1000n);

/** Holds nothing: what a service runs with when no schedule is forced on it. */
export const openGate: Gate = () => Promise.resolve();
