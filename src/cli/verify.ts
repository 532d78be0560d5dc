import { basename, dirname, join } from 'node:path';
import { Option } from 'commander';
import { clipped } from '../core/text/printable.ts';
import { safeJson } from '../core/text/safe-json.ts';
import { manifestName } from '../ingest/manifest.ts';
import { openTrace, TraceFileError } from '../ingest/open-trace.ts';
import type { Certificate, FileDigest } from '../report/certificate-format.ts';
import type { AddCommand, Terminal } from './command.ts';
import { EXIT } from './exit-code.ts';
import { mapOption } from './map-option.ts';
import { painter } from './paint.ts';
import { digestOfFile, readCertificates, ReportError } from './verify-report.ts';
import { whyRefused } from './verify-trace.ts';

interface Options {
  readonly format: 'text' | 'json';
  readonly map: ReadonlyMap<string, string>;
  readonly color: boolean;
}

/** What became of one trace; verified if there is no reason against it. */
interface Verified {
  readonly file: string;
  readonly refused_because: readonly string[];
  /** Why the file could not be read. */
  readonly error?: string;
}

const EXAMPLES = `
Examples:
  race-trace verify runs/after/report.json runs/after/*.trace.csv
  race-trace verify --format json report.json load.trace.csv.gz

Reads every trace again, walks the versions of each key and balances its books with other code than the
checker's, and holds all of it, and the digests of every row and file, against the report. What differs is
named: key, line, column. The certificate of a trace is found by the file's name.

Exit code: 0 all verified; 1 refused; 2 wrong usage, or a file that cannot be read.`;

/** `race-trace verify`: holds traces against the certificates of a report. */
export const addVerify: AddCommand = (program, terminal, done) => {
  program
    .command('verify')
    .description('verify that traces are those of a report, and its books theirs')
    .argument('<report>', 'the report.json of `race-trace report`')
    .argument('<trace...>', 'the traces that it is about')
    .addOption(new Option('--format <form>', 'form of the result').choices(['text', 'json']).default('text'))
    .addOption(mapOption())
    .option('--no-color', 'no colours')
    .addHelpText('after', EXAMPLES)
    .action(async (report: string, traces: string[], options: Options) => {
      done(await verify(report, traces, options, terminal));
    });
};

async function verify(
  report: string,
  traces: readonly string[],
  options: Options,
  terminal: Terminal,
): Promise<number> {
  let certificates: readonly Certificate[];
  try {
    certificates = await readCertificates(report);
  } catch (error) {
    if (!(error instanceof ReportError)) throw error;
    terminal.stderr.write(`race-trace: ${error.message}\n`);
    return EXIT.usage;
  }
  const outcomes: Verified[] = [];
  for (const trace of traces) {
    const outcome = await verifyFile(trace, certificates, options, terminal.interrupted);
    outcomes.push(outcome);
    if (options.format === 'text') terminal.stdout.write(textOf(outcome, terminal.colour && options.color));
  }
  const unread = outcomes.filter(({ error }) => error !== undefined);
  for (const { error } of unread) terminal.stderr.write(`race-trace: ${error}\n`);
  const verified = outcomes.every(({ error, refused_because }) => !error && refused_because.length === 0);
  if (options.format === 'json')
    terminal.stdout.write(`${safeJson({ format: 'race-trace-verify/1', verified, traces: outcomes })}\n`);
  if (unread.length > 0) return EXIT.usage;
  return verified ? EXIT.ok : EXIT.violation;
}

async function verifyFile(
  path: string,
  certificates: readonly Certificate[],
  { map }: Options,
  signal: AbortSignal,
): Promise<Verified> {
  const file = clipped(path, 300);
  try {
    const trace = await openTrace(path, { columnMap: map, signal });
    const digest = await digestOfFile(path, signal);
    const manifest = await manifestOf(path, signal);
    const against = certificates
      .filter((certificate) => certificate.trace.name === digest.name)
      .map((certificate) => [
        ...whyRefused(trace, certificate),
        ...otherBytes('the trace file', digest, certificate.trace),
        ...otherBytes('the manifest', manifest, certificate.manifest ?? undefined),
      ]);
    // Two runs of one report have traces of the same name; the one that is meant is the one that fits better.
    const [best] = against.sort((a, b) => a.length - b.length);
    if (best !== undefined) return { file, refused_because: best };
    const names = clipped([...new Set(certificates.map((each) => each.trace.name))].join(', '), 300);
    return { file, refused_because: [`the report has no certificate for it, only for ${names || 'none'}`] };
  } catch (error) {
    if (error instanceof TraceFileError) return { file, refused_because: [], error: error.message };
    throw error;
  }
}

/** The digest of the manifest beside a trace; undefined if there is none. */
async function manifestOf(path: string, signal: AbortSignal): Promise<FileDigest | undefined> {
  try {
    return await digestOfFile(join(dirname(path), manifestName(basename(path))), signal);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function otherBytes(what: string, now: FileDigest | undefined, certified: FileDigest | undefined): string[] {
  if (now?.sha256 === certified?.sha256) return [];
  if (certified === undefined) return [`${what} was not there when the report was made`];
  if (now === undefined) return [`${what} is missing`];
  const sizes = now.bytes === certified.bytes ? '' : `, ${now.bytes} bytes instead of ${certified.bytes}`;
  return [
    `${what} has other bytes than the certified one: SHA-256 ${now.sha256}, not ${certified.sha256}${sizes}`,
  ];
}

function textOf({ file, refused_because: reasons, error }: Verified, colour: boolean): string {
  const paint = painter(colour);
  if (error !== undefined) return '';
  if (reasons.length === 0) return `${paint('green', 'verified')}  ${file}\n`;
  return `${paint('red', 'REFUSED')}   ${file}\n${reasons.map((reason) => `  ${reason}\n`).join('')}`;
}
