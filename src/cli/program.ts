import { Command, CommanderError } from 'commander';
import { printable } from '../core/text/printable.ts';
import { TOOL_VERSION } from '../harness/record/environment.ts';
import { addCheck } from './check.ts';
import type { AddCommand, Terminal } from './command.ts';
import { EXIT } from './exit-code.ts';
import { addReport } from './report.ts';
import { addReproduce } from './reproduce.ts';
import { addRun } from './run.ts';
import { addVerify } from './verify/verify.ts';

/** Every command, in the order in which the help lists them. */
const COMMANDS: readonly AddCommand[] = [addReproduce, addRun, addCheck, addVerify, addReport];

const EXAMPLES = `
Examples:
  race-trace reproduce                  make a race happen, and see it explained
  race-trace run load --duration 30s    a load test whose books are balanced
  race-trace check run.trace.csv        check a trace
  race-trace check --help               everything about one command

Exit code: 0 ok; 1 violation; 2 wrong usage, or a file that cannot be read; 3 unknown; 130 interrupted.`;

/**
 * Runs the command line on the arguments after the program's name; resolves with the exit code and never rejects. An
 * interrupted run ends in 130, whatever it was doing.
 */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = programOf(terminal, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    else if (!terminal.interrupted.aborted) {
      exitCode = EXIT.usage;
      terminal.stderr.write(
        `race-trace: ${printable(error instanceof Error ? error.message : String(error))}\n`,
      );
    }
  }
  if (!terminal.interrupted.aborted) return exitCode;
  terminal.stderr.write('race-trace: interrupted\n');
  return EXIT.interrupted;
}

function programOf(terminal: Terminal, done: (exitCode: number) => void): Command {
  const program = new Command('race-trace')
    .description('Find the interleaving that sold one seat twice.')
    .version(TOOL_VERSION, '--version')
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(race-trace --help lists the commands and gives examples)')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      getOutHasColors: () => terminal.colour,
    });
  for (const add of COMMANDS) add(program, terminal, done);
  return program;
}
