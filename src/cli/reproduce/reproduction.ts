import type { Command } from 'commander';
import type { Reproduction } from '../../harness/phases/reproduce.ts';
import type { Schedule } from '../../harness/schedule/schedule.ts';
import { checkTrace, type CheckedTrace } from '../check/checked-trace.ts';
import { formatOption } from '../options/format.ts';
import { scheduleOption } from '../options/schedule.ts';
import { wholeNumber } from '../options/whole-number.ts';

/** A race of two clients has a handful of findings at most. */
const MAX_FINDINGS = 100;

/** What is to be played, and how often. */
export interface Played {
  readonly schedule: Schedule;
  readonly seed: number;
  readonly runs: number;
}

/** Flags of a command that plays a schedule. */
export interface PlayFlags extends Played {
  readonly out?: string;
  readonly format: 'text' | 'json';
  readonly quiet?: true;
  readonly color: boolean;
}

/** Gives a command the flags of {@link PlayFlags}. */
export function withPlay(command: Command): Command {
  return command
    .addOption(scheduleOption())
    .option('--out <dir>', 'folder for the files (default: runs/reproduce-TIME)')
    .option('--seed <n>', 'recorded with the run; the schedule leaves nothing to chance', wholeNumber(0), 1)
    .option('--runs <n>', 'number of times to play the schedule; the runs are compared', wholeNumber(1), 1)
    .addOption(formatOption())
    .option('--quiet', 'print only the outcome')
    .option('--no-color', 'no colours');
}

/** A reproduction, and what its trace says. */
export type CheckedReproduction<T extends Reproduction = Reproduction> = T &
  CheckedTrace & { readonly runs: number };

/** Reads the trace of a reproduction back and checks it like any other: the harness never judges itself. */
export async function checkReproduction<T extends Reproduction>(
  reproduction: T,
  { runs }: Played,
): Promise<CheckedReproduction<T>> {
  const trace = await checkTrace(reproduction.tracePath, { maxFindings: MAX_FINDINGS });
  return { ...reproduction, ...trace, runs };
}
