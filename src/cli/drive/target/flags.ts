import { InvalidArgumentError, Option, type Command } from 'commander';
import { withSource, type SourceFlags } from '../../books/source.ts';
import { allowHostOption } from '../../options/allow-host.ts';
import { formatOption } from '../../options/format.ts';
import { wholeNumber } from '../../options/whole-number.ts';

/** The flags that say what is sent where, whose store it takes from, and where the outcome goes. */
export interface TargetFlags extends SourceFlags {
  readonly request?: readonly string[];
  readonly method?: string;
  readonly header: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly key?: string;
  readonly project?: string;
  readonly reset?: string;
  readonly resetCommand?: string;
  readonly timeoutMs: number;
  readonly allowHost: readonly string[];
  readonly yes?: true;
  readonly out?: string;
  readonly format: 'text' | 'json';
  readonly quiet?: true;
  readonly color: boolean;
}

/** Gives a command the flags of {@link TargetFlags}. */
export function withTarget(command: Command): Command {
  return withSource(
    command
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
    .option('--reset <statements>', 'what puts the store back')
    .option('--reset-command <line>', 'instead: a command of the shell')
    .option('--timeout-ms <n>', 'how long answers are waited for', wholeNumber(1, 600_000), 10_000)
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
