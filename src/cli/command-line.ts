import { TOOL_VERSION } from '../harness/record/environment.ts';
import type { ProcessTerminal, Terminal, TextOutput } from './command.ts';
import { EXIT } from './exit-code.ts';
import { unwritten } from './output/failure-text.ts';
import { Output } from './output/output.ts';

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
  const exitCode = isVersionAsked(argv) ? writeVersion(stdout) : await perform(argv, terminal);
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

/** Whether nothing but the version is asked for, which needs no command and nothing that reads options. */
function isVersionAsked(argv: readonly string[]): boolean {
  return argv.length === 1 && argv[0] === '--version';
}

function writeVersion(stdout: TextOutput): number {
  stdout.write(`${TOOL_VERSION}\n`);
  return EXIT.ok;
}

async function perform(argv: readonly string[], terminal: Terminal): Promise<number> {
  const { performed } = await import('./program.ts');
  return performed(argv, terminal);
}
