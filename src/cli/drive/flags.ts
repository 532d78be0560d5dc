import type { Command } from 'commander';
import { wholeNumber } from '../options/whole-number.ts';
import type { TargetFlags } from './target/flags.ts';

/** The flags of requests that are sent at once. */
export interface DriveFlags extends TargetFlags {
  readonly atOnce: number;
  readonly rounds: number;
  readonly invariant?: string;
  readonly successes?: number;
  readonly holdMs: number;
}

/** Most requests that are sent at once: each has a connection of its own. */
const MOST_AT_ONCE = 256;
const MOST_ROUNDS = 10_000;

/** Gives a command the flags of {@link DriveFlags} that others do not have. */
export function withAtOnce(command: Command): Command {
  return command
    .option(
      '--at-once <n>',
      `requests that are released at once, 2 to ${MOST_AT_ONCE}; without it a load is sent`,
      wholeNumber(2, MOST_AT_ONCE),
    )
    .option('--rounds <n>', 'at once: how often', wholeNumber(1, MOST_ROUNDS), 100)
    .option('--invariant <query>', 'at once: a query of the store whose rows are violations')
    .option('--successes <n>', 'at once: at most so many requests of a round may succeed', wholeNumber(0))
    .option(
      '--hold-ms <n>',
      'at once: how long all are held before they are released',
      wholeNumber(0, 10_000),
      25,
    );
}
