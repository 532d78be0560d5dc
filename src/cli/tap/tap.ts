import { dirname, join } from 'node:path';
import { nowUs } from '../../explore/tap/monotonic.ts';
import { RequestGroups, type RecordedRequest } from '../../explore/tap/record/request-groups.ts';
import { startTap } from '../../explore/tap/start-tap.ts';
import { configFor } from '../../ingest/config/read-config.ts';
import { readBooks, type ReadBooks } from '../books/read-books.ts';
import type { AddCommand, Terminal } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { wholeNumber } from '../options/whole-number.ts';
import { listenAddress, type ListenAddress } from './listen.ts';
import { Recording, type RecordingOptions } from './recording.ts';
import { endText, listeningText, requestText } from './text.ts';

interface Options {
  readonly listen: ListenAddress;
  readonly out?: string;
  readonly query?: string;
  readonly sourceRoot?: string;
  readonly project?: string;
  readonly quiet: number;
}

const EXAMPLES = `
Examples:
  race-trace tap postgres://app@127.0.0.1:5432/shop --listen 127.0.0.1:6543
  race-trace tap --out buy.trace.ndjson       the store and the columns of race-trace.json

A proxy of PostgreSQL that changes nothing: your service uses its address instead of that of the database. It listens on
this machine alone. Encryption that a client asks for is answered with a certificate that the tap makes for itself.

Send one request at a time: all statements up to a silence are those of one request, unless they have a traceparent in a
comment. With --out each becomes an attempt in a trace, written before the next one. What it read and wrote is taken from
the columns that "store" in race-trace.json names under "columns" (key, value, version; xmin is a version), and from the
books, which --query or that file reads after each request. Of statements the text is kept without the values in it;
parameters and answers are not kept unless "columns" or "show" names their column. No password is kept or shown.

The line of a statement is that of a comment in it, else it is inferred from the text of your sources.

Exit code: 130 when Ctrl-C has ended it, the trace is whole then; 2 wrong usage, or it cannot listen or read the books.`;

/** `race-trace tap`: a proxy before a service's database that tells and records what each request does there. */
export const addTap: AddCommand = (program, terminal, done) => {
  program
    .command('tap')
    .description('see and record what each request of your service does in its PostgreSQL')
    .argument('[url]', 'the database, postgres://…; that of race-trace.json unless it is given')
    .option('--listen <address>', 'where to listen on this machine; port 0 is a free one', listenAddress, {
      host: '127.0.0.1',
      port: 0,
    })
    .option('--project <folder>', 'where race-trace.json is, or below it (default: where the trace is)')
    .option('--out <file>', 'the trace that is written')
    .option('--query <text>', 'what finds key, value and, if there is one, version of the records')
    .option(
      '--source-root <folder>',
      'the sources of the service (default: the folder of race-trace.json, or this one)',
    )
    .option('--quiet <ms>', 'the silence that ends a request', wholeNumber(1), 100)
    .addHelpText('after', EXAMPLES)
    .action(async (url: string | undefined, options: Options) => {
      await tapUntilInterrupted(url, options, terminal);
      done(EXIT.ok);
    });
};

async function tapUntilInterrupted(
  given: string | undefined,
  { listen, out, query, sourceRoot, project, quiet }: Options,
  terminal: Terminal,
): Promise<void> {
  const found = await configFor(
    project === undefined ? (out ?? 'trace') : join(project, 'trace'),
    terminal.interrupted,
  );
  const { store } = found?.config ?? {};
  const url = given ?? store?.url;
  if (url === undefined)
    throw new Error('where is the database? Give its URL, or store.url in a race-trace.json');
  const { key, value, version } = store?.columns ?? {};
  const lower = (column: string | undefined) => column?.toLowerCase();
  const columns = [key, value, version, ...(store?.show ?? [])].flatMap((column) => lower(column) ?? []);
  const books = query ?? store?.books;
  const say = (sentence: string) => {
    terminal.stderr.write(`race-trace: ${sentence}\n`);
  };
  const requests: RecordedRequest[] = [];
  let take = (request: RecordedRequest) => {
    requests.push(request);
  };
  const groups = new RequestGroups(quiet, (request) => {
    take(request);
  });
  // First of all: what cannot be listened to leaves the trace of an earlier run as it is.
  const tap = await startTap({
    upstream: url,
    ...listen,
    columns: new Set(columns),
    say,
    onUnit: (unit) => {
      groups.begin(unit);
    },
  });
  try {
    const options: RecordingOptions = {
      path: out,
      roles: { key: lower(key), value: lower(value), version: lower(version) },
      readBooks: books === undefined ? undefined : booksReader(url, books, terminal),
      sourceRoot: sourceRoot ?? dirname(found?.path ?? 'trace'),
      say,
      onRequest: (request, attempts) => {
        terminal.stdout.write(requestText(request, attempts));
      },
    };
    const recording = await Recording.begin(options, nowUs());
    take = (request) => {
      recording.add(request);
    };
    requests.forEach(take);
    terminal.stdout.write(listeningText(tap, out));
    await interruption(terminal.interrupted);
    groups.flush();
    await tap.close();
    await recording.end();
    terminal.stdout.write(endText(recording.count, out));
  } finally {
    await tap.close();
  }
}

/** Says once what it reads. */
function booksReader(url: string, query: string, terminal: Terminal): () => Promise<ReadBooks> {
  let quiet = false;
  return () => {
    const stderr = quiet ? { write: () => undefined } : terminal.stderr;
    quiet = true;
    return readBooks({ url, query }, { ...terminal, stderr });
  };
}

async function interruption(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
  });
}
