import { Command, CommanderError } from 'commander';
import { TOOL_VERSION } from '../harness/record/environment.ts';
import type { AddCommand, Terminal } from './command.ts';
import { EXIT } from './exit-code.ts';
import { sentenceOf } from './output/failure-text.ts';

/**
 * Every command, in the order in which the help lists them: a folder, and a line here. Only what is called is loaded, so
 * that a check needs none of the harness.
 */
const COMMANDS: ReadonlyMap<string, () => Promise<AddCommand>> = new Map([
  ['reproduce', async () => (await import('./reproduce/reproduce.ts')).addReproduce],
  ['run', async () => (await import('./run/run.ts')).addRun],
  ['init', async () => (await import('./init/init.ts')).addInit],
  ['check', async () => (await import('./check/check.ts')).addCheck],
  ['verify', async () => (await import('./verify/verify.ts')).addVerify],
  ['books', async () => (await import('./books/books.ts')).addBooks],
  ['drive', async () => (await import('./drive/drive.ts')).addDrive],
  ['record', async () => (await import('./record/record.ts')).addRecord],
  ['explore', async () => (await import('./explore/explore.ts')).addExplore],
  ['tap', async () => (await import('./tap/tap.ts')).addTap],
  ['report', async () => (await import('./report/report.ts')).addReport],
]);

const EXAMPLES = `
Examples:
  race-trace reproduce                  make a race happen, and see it explained
  race-trace run load --duration 30s    a load test whose books are balanced
  race-trace init app.log               propose how a log of your own is read
  race-trace drive URL --at-once 2      two requests to your service at once, in rounds
  race-trace record -- ./load.sh        run your own load, with the books of your store
  race-trace check run.trace.csv        check a trace
  race-trace check --help               everything about one command

Exit code: 0 ok; 1 violation; 2 wrong usage, a file that cannot be read, or a result
that cannot be written; 3 unknown; 130 interrupted.`;

/** Performs the command that the arguments name; resolves with its exit code and never rejects. */
export async function performed(argv: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = programOf(terminal);
  try {
    for (const load of called(argv)) {
      const add = await load();
      add(program, terminal, (code) => {
        exitCode = code;
      });
    }
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (!terminal.interrupted.aborted) terminal.stderr.write(`race-trace: ${sentenceOf(error)}\n`);
    return EXIT.usage;
  }
}

/** The command that the arguments call; all of them where they call none, since help and advice are about all. */
function called(argv: readonly string[]): Iterable<() => Promise<AddCommand>> {
  const command = COMMANDS.get(argv[0] ?? '');
  return command === undefined ? COMMANDS.values() : [command];
}

function programOf(terminal: Terminal): Command {
  return (
    new Command('race-trace')
      .description('Find the interleaving that sold one seat twice.')
      .version(TOOL_VERSION, '--version')
      .addHelpText('after', EXAMPLES)
      .showHelpAfterError('(race-trace --help lists the commands and gives examples)')
      .showSuggestionAfterError()
      // What follows the command of a command is for that one alone: `record -- ./load.sh --rate 5`.
      .enablePositionalOptions()
      .exitOverride()
      .configureOutput({
        writeOut: (text) => {
          terminal.stdout.write(text);
        },
        writeErr: (text) => {
          terminal.stderr.write(text);
        },
        getOutHasColors: () => terminal.colour,
      })
  );
}
