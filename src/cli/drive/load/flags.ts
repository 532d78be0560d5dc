import { Option, type Command } from 'commander';
import { withArrivals, type ArrivalFlags } from '../../options/arrivals.ts';
import { wholeNumber } from '../../options/whole-number.ts';
import type { TargetFlags } from '../target/flags.ts';

/** The flags of a load on a user's own service. */
export interface LoadFlags extends TargetFlags, ArrivalFlags {
  readonly keys?: readonly string[];
  readonly keysFrom?: string;
  readonly retries: number;
  readonly variant: string;
  readonly of?: string;
}

/** More than this is no load that one process sends in time, and no run that is meant. */
const MOST = { rate: 5000, seconds: 3600 };

/** Gives a command the flags of {@link LoadFlags} that others do not have. */
export function withLoad(command: Command): Command {
  return withArrivals(command, { rate: 20, duration: '10s', most: MOST })
    .addOption(
      new Option('--keys <names>', 'records that requests take from, with commas between them').argParser(
        (text: string) => text.split(',').map((name) => name.trim()),
      ),
    )
    .option('--keys-from <file>', 'instead: a file with one of them in each line, the most popular first')
    .option(
      '--retries <n>',
      'how often a client that got no answer, or an error, asks again with the same id',
      wholeNumber(0, 10),
      0,
    )
    .option('--variant <name>', 'what this version of the service is called in reports', 'service')
    .option('--of <folder>', 'repeat the load of this folder, request by request');
}
