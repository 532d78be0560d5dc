import { InvalidArgumentError, Option, type Command } from 'commander';
import { allowHostOption } from '../options/allow-host.ts';
import { formatOption } from '../options/format.ts';
import { wholeNumber } from '../options/whole-number.ts';
import { withSource, type SourceFlags } from '../books/source.ts';

/** The flags of `drive`. */
export interface DriveFlags extends SourceFlags {
  readonly atOnce: number;
  readonly rounds: number;
  readonly request?: readonly string[];
  readonly method?: string;
  readonly header: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly key?: string;
  readonly project?: string;
  readonly reset?: string;
  readonly resetCommand?: string;
  readonly invariant?: string;
  readonly successes?: number;
  readonly holdMs: number;
  readonly timeoutMs: number;
  readonly allowHost: readonly string[];
  readonly yes?: true;
  readonly out?: string;
  readonly format: 'text' | 'json';
  readonly quiet?: true;
  readonly color: boolean;
}

/** Most requests that are sent at once: each has a connection of its own. */
const MOST_AT_ONCE = 256;
const MOST_ROUNDS = 10_000;

/** Gives a command the flags of {@link DriveFlags}. */
export function withDriveFlags(command: Command): Command {
  return withSource(
    command
      .requiredOption(
        '--at-once <n>',
        `requests that are released at once, 2 to ${MOST_AT_ONCE}`,
        wholeNumber(2, MOST_AT_ONCE),
      )
      .option('--rounds <n>', 'how often', wholeNumber(1, MOST_ROUNDS), 100)
      .option('--request <name...>', 'of the requests in race-trace.json, in turn (default: all)')
      .option('--method <method>', 'of a URL: its method (default: GET, with a body POST)')
      .addOption(
        new Option('--header <line>', 'of a URL: a header, as name: value; may be repeated')
          .argParser(addHeader)
          .default({}, 'none'),
      )
      .option('--body <text>', 'of a URL: the body')
      .option('--key <name>', 'of a URL: the record that it takes from, as the books name it'),
  )
    .option('--project <folder>', 'where race-trace.json is, or below it (default: this folder)')
    .option('--reset <statements>', 'what puts the store back before each round')
    .option('--reset-command <line>', 'instead: a command of the shell')
    .option('--invariant <query>', 'of the store: a query whose rows are violations')
    .option('--successes <n>', 'at most so many requests of a round may succeed', wholeNumber(0))
    .option('--hold-ms <n>', 'how long all are held before they are released', wholeNumber(0, 10_000), 25)
    .option('--timeout-ms <n>', 'how long a round waits for answers', wholeNumber(1, 600_000), 10_000)
    .addOption(allowHostOption())
    .option('--yes', 'the store may be reset: do not ask')
    .option('--out <folder>', 'the folder of the trace (default: a new one in runs/)')
    .addOption(formatOption())
    .option('--quiet', 'text: only the outcome; no rounds, no progress')
    .option('--no-color', 'no colours');
}

function addHeader(
  line: string,
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const [, name, value] = /^([^\s:]+):[ \t]*(.*)$/.exec(line) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError('It must be name: value, e.g. "authorization: Bearer …".');
  return { ...headers, [name]: value };
}
