import { InvalidArgumentError } from 'commander';
import { clipped } from '../../core/words/printable.ts';
import { safeJson } from '../../core/words/safe-json.ts';
import { NotATraceError, TraceFileError } from '../../ingest/open-trace.ts';
import { tracesOf } from '../../ingest/find-traces.ts';
import { checkJson, unreadableJson } from './json.ts';
import { checkText, verdictText } from './text.ts';
import { checkTogether, checkTrace } from './checked-trace.ts';
import type { CheckedTrace } from './checked-trace.ts';
import { inferSites } from './inferred-sites.ts';
import { sharedKeys, sharedKeysText } from './shared-keys.ts';
import type { AddCommand, Terminal } from '../command.ts';
import { EXIT, EXIT_OF_VERDICT } from '../exit-code.ts';
import { formatOption } from '../options/format.ts';
import { mapOption } from '../options/map.ts';
import { mapResultOption } from '../options/map-result.ts';
import { whereOption } from '../options/where.ts';
import type { SourceMapping } from '../../ingest/mapping/source-mapping.ts';
import { nextCommand, quoted } from '../next-command.ts';
import { painter } from '../output/paint.ts';
import { Progress } from '../output/progress.ts';

interface Options {
  readonly format: 'text' | 'json';
  readonly maxFindings?: number;
  readonly map: ReadonlyMap<string, string>;
  readonly mapResult: NonNullable<SourceMapping['results']>;
  readonly where?: SourceMapping['where'];
  readonly quiet?: true;
  readonly sourceRoot?: string;
  readonly together?: true;
  readonly color: boolean;
}

/** Findings that are listed unless told otherwise: in JSON, and to be read by a person. */
const FINDINGS_IN_JSON = 1000;
const FINDINGS_IN_TEXT = 20;

const EXAMPLES = `
Examples:
  race-trace check runs/load.trace.csv
  race-trace check --format json run.trace.ndjson.gz
  race-trace check --map inventory_key=sku --map latency_ms=took_us export.csv
  race-trace check --map start=ts@ms --map end_ms=done access-log.ndjson
  race-trace check --where msg=reserved --map request_id=req.id --map-result 201=success app.log.ndjson
  race-trace check --source-root . app.log.ndjson
  race-trace check --quiet runs/*.trace.csv
  race-trace check --together logs/pod-1.trace.csv logs/pod-2.trace.csv

A file needs request_id, inventory_key and result; with every other column more can be checked. The run
manifest NAME.run.json beside NAME.trace.csv is read with it. A column that is mapped but not in the file
is read by its own name. A dotted name, req.id, is a path into a JSON line. --map-result says what the file's results stand
for (5xx: any status from 500 to 599), --where which lines are attempts: the others are skipped, and counted. A race-trace.json in
the folder of the file or above it says the same once and for all; these options come before it.

A folder stands for the traces in it, and a pattern such as 'logs/*.csv' for the files that it matches.
Several files are checked one by one; with --together they are one history, such as that of several
pods: rows keep their file and line, and manifests are merged. It is complete if each of them says so.

A finding without a line of source, but with a message (msg, message, event) or a statement, gets one with
--source-root: the line whose text can have become the message. It is inferred, and says so; several that fit
as well are all named.

With --format json stdout is one JSON value: an object for one file or with --together; for several, an array of such
objects in the order of the files, each with its "file". A file that cannot be read is an object
with "error".

Exit code: 0 ok; 1 violation; 3 unknown; 2 wrong usage, or a file that cannot be read or is no trace.
With several files 2 comes before 1, and 1 before 3.`;

/** `race-trace check`: reads traces and prints verdict, findings, books and metrics. */
export const addCheck: AddCommand = (program, terminal, done) => {
  program
    .command('check')
    .description('check traces: verdict, findings with their witnesses, books, metrics')
    .argument('<file...>', 'traces: CSV or NDJSON, gzipped or not; folders of them, patterns')
    .addOption(formatOption())
    .option(
      '--max-findings <n>',
      `findings that are listed (default: ${FINDINGS_IN_TEXT} in text, ${FINDINGS_IN_JSON} in JSON); all are counted`,
      wholeNumber,
    )
    .addOption(mapOption())
    .addOption(mapResultOption())
    .addOption(whereOption())
    .option('--source-root <folder>', 'where a log has no line: search these sources for what it logged')
    .option('--together', 'the files are one history')
    .option('--quiet', 'text: only the verdict and why; no progress')
    .option('--no-color', 'no colours')
    .addHelpText('after', EXAMPLES)
    .action(async (files: string[], options: Options) => {
      done(await check(files, options, terminal));
    });
};

interface Unread {
  readonly path: string;
  readonly error: TraceFileError;
}
type Outcome = CheckedTrace | Unread;

async function check(args: readonly string[], options: Options, terminal: Terminal): Promise<number> {
  const files = (await Promise.all(args.map(tracesOf))).flat();
  const groups = options.together === true ? [files] : files.map((path) => [path]);
  const outcomes: Outcome[] = [];
  for (const paths of groups) {
    const outcome = await checkFiles(paths as [string, ...string[]], options, terminal);
    outcomes.push(outcome);
    if ('error' in outcome) terminal.stderr.write(unreadableText(outcome, options));
    else if (options.format === 'text') {
      const separator = outcomes.length > 1 && options.quiet !== true ? '\n' : '';
      terminal.stdout.write(separator + textOf(outcome, options, terminal));
    }
  }
  if (options.format === 'json') terminal.stdout.write(`${safeJson(jsonOf(outcomes))}\n`);
  terminal.stderr.write(
    sharedKeysText(sharedKeys(outcomes.filter((each): each is CheckedTrace => 'analysis' in each))),
  );
  return exitCodeOf(outcomes);
}

/** Checks one file, or several as one history. */
async function checkFiles(
  paths: readonly [string, ...string[]],
  options: Options,
  terminal: Terminal,
): Promise<Outcome> {
  const [path, ...others] = paths;
  const progress = new Progress(terminal, `reading ${clipped(path, 60)}`);
  const reading = {
    mapping: {
      columns: options.map,
      results: options.mapResult,
      ...(options.where && { where: options.where }),
    },
    maxFindings: options.maxFindings ?? (options.format === 'json' ? FINDINGS_IN_JSON : FINDINGS_IN_TEXT),
    signal: terminal.interrupted,
    onProgress: (bytesRead: number, fileBytes: number) => {
      if (options.quiet !== true) progress.show(bytesRead, fileBytes);
    },
  };
  try {
    const checked =
      others.length === 0 ? await checkTrace(path, reading) : await checkTogether(paths, reading);
    if (options.sourceRoot === undefined) return checked;
    const { analysis } = checked;
    return { ...checked, inferred: await inferSites(analysis, options.sourceRoot, terminal.interrupted) };
  } catch (error) {
    if (error instanceof TraceFileError) return { path, error };
    throw error;
  } finally {
    progress.end();
  }
}

/** Why a file was not checked, and the command that would check it. */
function unreadableText({ error }: Unread, { map, mapResult, where }: Options): string {
  const text = `race-trace: ${error.message}\n`;
  if (!(error instanceof NotATraceError)) return text;
  const next = nextCommand('check', error.path, error.reading, { map, mapResult, where });
  if (next === undefined) return text;
  return (
    `${text}If its columns have other names:\n  ${next}\n` +
    `To have them proposed, and written into race-trace.json:\n  race-trace init ${quoted(error.path)}\n`
  );
}

function textOf(trace: CheckedTrace, options: Options, terminal: Terminal): string {
  const paint = painter(terminal.colour && options.color);
  if (options.quiet === true) return verdictText(trace, paint);
  return checkText(trace, options.maxFindings ?? FINDINGS_IN_TEXT, paint);
}

function jsonOf(outcomes: readonly Outcome[]): unknown {
  const values = outcomes.map((outcome) => ({
    file: outcome.path,
    value: 'error' in outcome ? unreadableJson(outcome.error) : checkJson(outcome),
  }));
  return values.length === 1 ? values[0]!.value : values.map(({ file, value }) => ({ file, ...value }));
}

/** The worst of all; a file that was not read could hide anything. */
function exitCodeOf(outcomes: readonly Outcome[]): number {
  const codes = outcomes.map((outcome) =>
    'error' in outcome ? EXIT.usage : EXIT_OF_VERDICT[outcome.analysis.verdict],
  );
  return [EXIT.usage, EXIT.violation, EXIT.unknown].find((code) => codes.includes(code)) ?? EXIT.ok;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number))
    throw new InvalidArgumentError('It must be a whole number.');
  return number;
}
