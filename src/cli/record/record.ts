import { join, resolve } from 'node:path';
import { withoutPasswords } from '../../core/words/passwords.ts';
import { counted } from '../../core/words/numbers.ts';
import { printable } from '../../core/words/printable.ts';
import { tracesIn } from '../../ingest/find-traces.ts';
import { manifestPath, writeBooks } from '../books/manifest-file.ts';
import { booksText, readBooks } from '../books/read-books.ts';
import { sourceFor, withSource, type BooksSource, type SourceFlags } from '../books/source.ts';
import type { AddCommand, Terminal } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { withRunFolder } from '../output/run-folder.ts';
import { shown, thisProgram } from '../output/shown.ts';
import { runChild } from './child.ts';

interface Options extends SourceFlags {
  readonly out?: string;
  readonly trace?: readonly string[];
}

const EXAMPLES = `
Examples:
  race-trace record --store sqlite:shop.db --closed \\
      --query "select sku as key, remaining as value from stock" -- ./load.sh
  race-trace record --trace app.log --store redis://127.0.0.1 --query "GET stock:*" -- npm run load

The books are read, the command is run, the books are read again, and the manifest of each trace is
written. RACE_TRACE tells the recorder in the service, which the command must start or be, the folder of
its traces; a service that is running already has --trace FILE. See race-trace books --help for the
queries, which may also stand in race-trace.json. What will be read and run is said first, without passwords.

Exit code: that of the command; 130 interrupted; 2 if the books could not be read or no trace was written.`;

/** `race-trace record`: runs a command, with the books before and after it, for the manifests of its traces. */
export const addRecord: AddCommand = (program, terminal, done) => {
  withSource(
    program
      .command('record')
      .description('run a command that sends requests, with the books before and after it')
      .argument('<command...>', 'after --, with its own arguments')
      .passThroughOptions(),
  )
    .option('--out <folder>', 'the folder of the traces (default: a new one in runs/)')
    .option('--trace <file...>', 'the log that the service writes, instead of that of the recorder')
    .addHelpText('after', EXAMPLES)
    .action(async (command: string[], options: Options) => {
      done(await record(command, options, terminal));
    });
};

async function record(command: readonly string[], options: Options, terminal: Terminal): Promise<number> {
  const source = await sourceFor(options, options.trace?.[0] ?? 'trace', terminal.interrupted);
  if (options.trace === undefined)
    return withRunFolder({ out: options.out, name: 'record' }, async (folder) => {
      if ((await tracesIn(folder)).length > 0)
        throw new Error(
          `there are traces of another run in ${shown(folder)}; name another folder with --out`,
        );
      // To the recorder what ends so is a folder.
      const variables = { RACE_TRACE: join(resolve(folder), '/') };
      return between(source, command, variables, () => tracesIn(folder), options, terminal);
    });
  const { trace } = options;
  return between(source, command, {}, () => Promise.resolve(trace), options, terminal);
}

/** Runs the command between two looks into the books. */
async function between(
  source: BooksSource,
  command: readonly string[],
  variables: Readonly<Record<string, string>>,
  traces: () => Promise<readonly string[]>,
  options: Options,
  terminal: Terminal,
): Promise<number> {
  const say = (text: string) => {
    terminal.stderr.write(`race-trace: ${text}\n`);
  };
  const before = await readBooks(source, terminal);
  say(`initial ${booksText(before.books)}`);
  say(`runs ${printable(withoutPasswords(command.join(' ')))}`);
  const ended = await runChild(command, variables, terminal);
  // What is left now is not what the run would have left.
  if (terminal.interrupted.aborted) return EXIT.interrupted;
  const written = await traces();
  const paths = written.map(manifestPath);
  const { closed, versionScheme: scheme = before.scheme } = options;
  // Before anything else: the store may be gone by now, and no other place knows what it held at first.
  for (const path of paths) await writeBooks(path, { before: before.books, closed, scheme });
  if (written.length > 0) {
    const after = await readBooks(source, terminal);
    say(`remaining ${booksText(after.books)}`);
    for (const path of paths) await writeBooks(path, { after: after.books, complete: ended.byItself });
  }
  say(endText(written, options, variables));
  return written.length === 0 && ended.exitCode === 0 ? EXIT.usage : ended.exitCode;
}

function endText(
  traces: readonly string[],
  { out, trace }: Options,
  variables: Readonly<Record<string, string>>,
): string {
  if (traces.length === 0)
    return `no trace was written into ${printable(variables.RACE_TRACE ?? '')}: does what the command starts use the recorder?`;
  const together = traces.length > 1 ? '--together ' : '';
  const which = trace === undefined && out !== undefined ? [out] : traces;
  return `${counted(traces.length, 'trace')} with books; to check: ${thisProgram()} check ${together}${which.map(shown).join(' ')}`;
}
