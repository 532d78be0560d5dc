import { Option, type Command } from 'commander';
import { allowHostOption } from '../options/allow-host.ts';
import { formatOption } from '../options/format.ts';
import { wholeNumber } from '../options/whole-number.ts';

/** Flags of `explore`. */
export interface ExploreFlags {
  readonly replay?: string;
  readonly runs: number;
  readonly skipMissing?: true;
  readonly out?: string;
  readonly emitTest?: 'node' | 'pytest';
  readonly preemptions?: number;
  readonly maxSchedules: number;
  readonly maxSeconds: number;
  readonly maxSteps: number;
  readonly startIsStep: boolean;
  readonly quietMs: number;
  readonly stuckMs: number;
  readonly format: 'text' | 'json';
  readonly quiet?: true;
  readonly color: boolean;
}

const EXAMPLES = `
Examples:
  race-trace explore race.mjs
      every schedule of the module's clients
  race-trace explore race.mjs --out found
      the same; traces of those that fail and a certificate go into the folder
  race-trace explore race.mjs --replay "A:1 B:1 A:2 B:2" --runs 100
      one of them, a hundred times

A module exports setup() that puts everything as it was before, clients = { A: async () => …, B: async () => … },
invariant() that throws or returns false where it is broken, and, if wanted, close(). Its steps are calls of
step(name, action) from race-trace/explore, or the statements of a client of pg that is wrapped(client).

Exit code: 0 if every schedule keeps the invariant; 1 if one breaks it; 3 if none did, but not all were run or
something is in doubt; 2 if it cannot be explored.`;

/** Gives the command its flags. */
export function withExploreOptions(command: Command): Command {
  const bound = (flags: string, text: string, least: number, usual: number, most?: number) =>
    new Option(flags, text).argParser(wholeNumber(least, most)).default(usual);
  return command
    .option('--replay <schedule>', 'play one schedule, such as "A:1 B:1 A:2 B:2"')
    .addOption(bound('--runs <n>', 'number of times to play it', 1, 1))
    .option('--skip-missing', 'leave steps of it out that cannot happen, as after a change of the code')
    .option('--out <dir>', 'folder for the certificate and a trace of each schedule that fails')
    .addOption(
      new Option('--emit-test <kind>', 'write a test of the shortest schedule that fails').choices([
        'node',
        'pytest',
      ]),
    )
    .option('--preemptions <n>', 'only schedules with at most so many preemptions', wholeNumber(0))
    .addOption(bound('--max-schedules <n>', 'most schedules that are run', 1, 1_000_000))
    .addOption(bound('--max-seconds <n>', 'for how long schedules are begun', 1, 60))
    .addOption(bound('--max-steps <n>', 'most steps of one schedule', 1, 200, 1000))
    .option('--no-start-is-step', 'all clients have begun before the first step')
    .addOption(bound('--quiet-ms <n>', 'a client that is silent for so long waits for another one', 1, 25))
    .addOption(bound('--stuck-ms <n>', 'clients that are all silent for so long are stuck', 10, 2000))
    .option('--project <folder>', 'where race-trace.json is, or below it (default: this folder)')
    .addOption(allowHostOption())
    .option('--yes', 'the store of a service may be reset: do not ask')
    .addOption(formatOption())
    .option('--quiet', 'print only the outcomes and the verdict')
    .option('--no-color', 'no colours')
    .addHelpText('after', EXAMPLES);
}
