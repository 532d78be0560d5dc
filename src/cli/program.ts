import { Command, CommanderError } from 'commander';
import { TOOL_VERSION } from '../harness/record/environment.ts';
import { addCheck } from './check/check.ts';
import type { AddCommand, ProcessTerminal, Terminal } from './command.ts';
import { EXIT } from './exit-code.ts';
import { sentenceOf, unwritten } from './report/failure-text.ts';
import { Output } from './output/output.ts';
import { addReport } from './report/report.ts';
import { addReproduce } from './reproduce/reproduce.ts';
import { addRun } from './run/run.ts';
import { addVerify } from './verify/verify.ts';

/** Every command, in the order in which the help lists them. */
const COMMANDS: readonly AddCommand[] = [addReproduce, addRun, addCheck, addVerify, addReport];

const EXAMPLES = `
Examples:
  race-trace reproduce                  make a race happen, and see it explained
  race-trace run load --duration 30s    a load test whose books are balanced
  race-trace check run.trace.csv        check a trace
  race-trace check --help               everything about one command

Exit code: 0 ok; 1 violation; 2 wrong usage, a file that cannot be read, or a result
that cannot be written; 3 unknown; 130 interrupted.`;

/**
 * Runs the command line on the arguments after the program's name; resolves with the exit code and never rejects. An
 * interrupted run ends in 130, whatever it was doing. A result that could not be written whole is no result: then 2.
 */
export async function run(argv: readonly string[], streams: ProcessTerminal): Promise<number> {
  const [stdout, stderr] = [new Output(streams.stdout), new Output(streams.stderr)];
  const terminal = { ...streams, stdout, stderr };
  const { interrupted } = terminal;
  const whenInterrupted = new Promise<number>((resolve) => {
    interrupted.addEventListener('abort', () => {
      resolve(EXIT.interrupted);
    });
  });
  const exitCode = await performed(argv, terminal);
  // The program that reads the result may stop reading; that must not keep an interruption waiting.
  const failure = await Promise.race([stdout.failure(), whenInterrupted]);
  if (interrupted.aborted) {
    stderr.write('race-trace: interrupted\n');
    return EXIT.interrupted;
  }
  if (!(failure instanceof Error)) return exitCode;
  stderr.write(`race-trace: ${unwritten(failure)}\n`);
  return EXIT.usage;
}

/** Performs the command that the arguments name; resolves with its exit code. */
async function performed(argv: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = programOf(terminal, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (!terminal.interrupted.aborted) terminal.stderr.write(`race-trace: ${sentenceOf(error)}\n`);
    return EXIT.usage;
  }
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
      writeOut: (text) => {
        terminal.stdout.write(text);
      },
      writeErr: (text) => {
        terminal.stderr.write(text);
      },
      getOutHasColors: () => terminal.colour,
    });
  for (const add of COMMANDS) add(program, terminal, done);
  return program;
}
