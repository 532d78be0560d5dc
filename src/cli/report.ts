import { mkdirSync } from 'node:fs';
import { Option } from 'commander';
import type { DecisionName } from '../core/decide/decision.ts';
import { ANSWER } from '../report/answer.ts';
import { limitText, metricText } from '../report/figures.ts';
import type { Report } from '../report/model.ts';
import { reportJson } from '../report/json.ts';
import { safeJson } from './check-json.ts';
import type { AddCommand, Terminal } from './command.ts';
import { EXIT } from './exit-code.ts';
import { painter, type Paint } from './paint.ts';
import { Progress } from './progress.ts';
import { shown } from './shown.ts';
import { writeReport } from './write-report.ts';

interface Options {
  readonly baseline?: string;
  readonly criteria?: string;
  readonly canary?: string;
  readonly out?: string;
  readonly format: 'text' | 'json';
  readonly quiet?: true;
  readonly color: boolean;
}

/** The exit code that a decision ends in. */
export const EXIT_OF_DECISION: Readonly<Record<DecisionName, number>> = {
  blocked: EXIT.violation,
  undecided: EXIT.unknown,
  canary: EXIT.ok,
  release: EXIT.ok,
};

const EXAMPLES = `
Examples:
  race-trace report runs/unsafe
  race-trace report runs/conditional --baseline runs/unsafe
  race-trace report runs/conditional --criteria race-criteria.json --format json

DIR holds the phases of one variant: baseline, reproduce, load, fault and retest, each as
PHASE.trace.csv, PHASE.run.json and PHASE.metrics.json. A phase that is not there is evidence that
is missing. report.html, report.md and report.json are written into DIR.

Exit code: 0 canary or release; 1 blocked; 3 undecided; 2 wrong usage, or a file that cannot be used.`;

/** `race-trace report DIR`: the decision and everything that it stands on, for people and for machines. */
export const addReport: AddCommand = (program, terminal, done) => {
  program
    .command('report')
    .description('decide on a release and write the validation report of a run: HTML, Markdown, JSON')
    .argument('<dir>', 'folder of the run')
    .option(
      '--baseline <dir>',
      'folder of the run that it is held against: the service before the mitigation',
    )
    .option('--criteria <file>', 'what has to hold (default: race-criteria.json in DIR, if there is one)')
    .option('--canary <file>', 'what a canary did (default: race-canary.json in DIR, if there is one)')
    .option('--out <dir>', 'folder for the report (default: DIR)')
    .addOption(new Option('--format <form>', 'form of the result').choices(['text', 'json']).default('text'))
    .option('--quiet', 'only the decision')
    .option('--no-color', 'no colours')
    .addHelpText('after', EXAMPLES)
    .action(async (directory: string, options: Options) => {
      done(await report(directory, options, terminal));
    });
};

async function report(directory: string, options: Options, terminal: Terminal): Promise<number> {
  const { baseline, criteria, canary, out } = options;
  if (out !== undefined) mkdirSync(out, { recursive: true });
  const progress = new Progress(terminal, 'report');
  try {
    const written = await writeReport(directory, {
      baseline,
      criteria,
      canary,
      out,
      signal: terminal.interrupted,
      onProgress: (what, share) => {
        if (options.quiet !== true) progress.show(share, 1, what);
      },
    });
    progress.end();
    terminal.stdout.write(
      options.format === 'json'
        ? `${safeJson(JSON.parse(reportJson(written.report)))}\n`
        : textOf(written.report, written.paths, options, painter(terminal.colour && options.color)),
    );
    return EXIT_OF_DECISION[written.decision];
  } finally {
    progress.end();
  }
}

const STYLE = { blocked: 'red', undecided: 'yellow', canary: 'yellow', release: 'green' } as const;
const MARK = { pass: '✓', fail: '✗', missing: '?', reported: '·' } as const;

function textOf(made: Report, paths: readonly string[], options: Options, paint: Paint): string {
  const { decision, reasons } = made.decision;
  const [word, meaning] = ANSWER[decision];
  const head = `${paint(STYLE[decision], word.toUpperCase())}  ${paint('bold', made.variant)}: ${meaning}`;
  if (options.quiet === true) return `${head}\n`;
  const telling = reasons.filter(({ level }) => level === reasons[0]?.level);
  const rows = made.table.map((row) => [
    row.metric,
    ...(made.before === undefined ? [] : [metricText(row.metric, row.before, row.unit)]),
    metricText(row.metric, row.after, row.unit),
    limitText(row),
    MARK[row.status],
  ]);
  const titles = [
    '',
    ...(made.before === undefined ? [] : [made.before.variant]),
    made.variant,
    'criterion',
    '',
  ];
  const all = [titles, ...rows];
  const widths = titles.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const table = all.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd(),
  );
  return [
    head,
    ...telling.map(({ text }) => `  ${text}`),
    '',
    ...table,
    '',
    ...paths.map((path) => `report  ${shown(path)}`),
    '',
  ].join('\n');
}
