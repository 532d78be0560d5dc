import { Argument } from 'commander';
import type { Moment } from '../../ingest/books/with-books.ts';
import { queryForms } from '../../harness/store/registry.ts';
import type { AddCommand, Terminal } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { shown, thisProgram } from '../output/shown.ts';
import { manifestPath, writeBooks } from './manifest-file.ts';
import { booksText, readBooks } from './read-books.ts';
import { sourceFor, withSource, type SourceFlags } from './source.ts';

interface Options extends SourceFlags {
  readonly to?: string;
}

const EXAMPLES = `
Examples:
  race-trace books before app.log --store postgres://app@127.0.0.1/shop \\
      --query "select sku as key, remaining as value, rev as version from stock"
  ./load.sh
  race-trace books after app.log --store postgres://app@127.0.0.1/shop --query …
  race-trace check app.log

  race-trace books before run.trace.csv --command "docker exec db psql --csv -c 'select …'"

What the query of each store looks like; a version is never needed:
${queryForms()}

Flags that are not given are those of "store" in the race-trace.json of the trace: its url and books, or command.

The columns are named key, value and version. A query changes nothing: PostgreSQL runs it read-only,
and a file of SQLite is opened for reading. What will be read or run is said first, without passwords;
no password is stored. Without one in the URL, PostgreSQL's own PGPASSWORD and ~/.pgpass count.

The books go into the run manifest beside each trace, NAME.run.json; what else it says stays. "after" also
says that the run is complete, so take it when the last request has been answered.

Exit code: 0 written; 2 the books could not be read or the manifest not be written.`;

/** `race-trace books`: what the store held before a run, and after it, into the manifest beside the trace. */
export const addBooks: AddCommand = (program, terminal, done) => {
  withSource(
    program
      .command('books')
      .description('read what the store holds before and after a run, for the manifest beside its trace')
      .addArgument(
        new Argument('<moment>', 'before the first request, or after the last').choices(['before', 'after']),
      )
      .argument('<trace...>', 'the traces, which need not be there yet'),
  )
    .option('--to <file>', 'the manifest (default: the one beside each trace)')
    .addHelpText('after', EXAMPLES)
    .action(async (moment: Moment, traces: string[], options: Options) => {
      await takeBooks(moment, traces, options, terminal);
      done(EXIT.ok);
    });
};

async function takeBooks(
  moment: Moment,
  traces: readonly string[],
  options: Options,
  terminal: Terminal,
): Promise<void> {
  const source = await sourceFor(options, traces[0]!, terminal.interrupted);
  const { books, scheme } = await readBooks(source, terminal);
  const paths = options.to === undefined ? traces.map(manifestPath) : [options.to];
  for (const path of paths)
    await writeBooks(path, {
      ...(moment === 'before' ? { before: books } : { after: books, complete: true }),
      closed: options.closed,
      scheme: options.versionScheme ?? scheme,
    });
  const traceList = traces.map(shown).join(' ');
  const next =
    moment === 'before'
      ? 'send the requests; when the last one has been answered, the same command with "after"'
      : `${thisProgram()} check ${traces.length > 1 ? '--together ' : ''}${traceList}`;
  terminal.stdout.write(
    `${moment === 'before' ? 'initial  ' : 'remaining'}  ${booksText(books)}\n` +
      paths.map((path) => `manifest   ${shown(path)}\n`).join('') +
      `next       ${next}\n`,
  );
}
