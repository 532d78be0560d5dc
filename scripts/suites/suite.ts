import type { Tally } from './tally.ts';

/** One of the things that `npm test` runs, as a process of its own. */
export interface Suite {
  readonly name: string;
  /** What runs it. */
  readonly program: 'node' | 'npm';
  readonly args: readonly string[];
  /** Test files, for a suite of Node's own test runner; a suite without them is one check, which passes or fails. */
  readonly files?: readonly string[];
  /** Whether it leaves a {@link Tally} of its own in the file that `RACE_TRACE_TALLY` names. */
  readonly tallies?: boolean;
  /** How many processor cores it keeps busy; less than one for a suite that mostly waits. */
  readonly cores: number;
  /** The suite that must have ended before this one starts. */
  readonly after?: string;
  /** What it needs for itself: suites with the same name here take turns. */
  readonly alone?: string;
}

/** How a suite ended. */
export interface Ended extends Tally {
  readonly name: string;
  readonly seconds: number;
  /** All that the suite wrote, both streams in the order of their arrival. */
  readonly output: string;
}
