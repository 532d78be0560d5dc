import type { Exploration } from '../outcome/exploration.ts';
import type { ExploreOptions } from '../outcome/explore.ts';
import type { Replay, ReplayOptions } from '../outcome/subject.ts';
import type { InProcessOptions } from './runner.ts';

/** What the thread of a module is asked for. */
export interface ThreadTask extends InProcessOptions {
  /** The module, absolute. */
  readonly module: string;
  readonly shared: SharedArrayBuffer;
  readonly job:
    | {
        readonly what: 'explore';
        readonly options: Omit<ExploreOptions, 'interrupted' | 'onProgress'>;
      }
    | { readonly what: 'replay'; readonly schedule: string; readonly options: ReplayOptions };
}

/** What it answers, once. */
export type ThreadAnswer =
  | { readonly exploration: Exploration }
  | { readonly replay: Replay }
  /** A sentence for the user; `isSchedule` where the schedule cannot be read or cannot happen. */
  | { readonly failure: string };

/** Numbers in the shared memory. */
export const SHARED = {
  /** Written by the thread: the schedules that have been run, and a number that changes while it is alive. */
  schedules: 0,
  alive: 1,
  /** Written from outside: not 0 once it is to end. */
  interrupted: 2,
  size: 3,
} as const;
