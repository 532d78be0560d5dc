import type { AddCommand, Terminal } from '../command.ts';
import { EXIT_OF_DECISION } from '../exit-code.ts';
import { formatOption } from '../options/format.ts';
import { mapOption } from '../options/map.ts';
import { painter } from '../output/paint.ts';
import { Progress } from '../output/progress.ts';
import { reportText } from './text.ts';
import { writeReport } from './write-report.ts';

interface Options {
  readonly baseline?: string;
  readonly criteria?: string;
  readonly canary?: string;
  readonly out?: string;
  readonly map: ReadonlyMap<string, string>;
  readonly format: 'text' | 'json';
  readonly quiet?: true;
  readonly color: boolean;
}

const EXAMPLES = `
Examples:
  race-trace report runs/unsafe
  race-trace report runs/conditional --baseline runs/unsafe
  race-trace report runs/conditional --criteria race-criteria.json --format json

DIR holds the phases of one variant: baseline, reproduce, load, fault and retest, each as
PHASE.trace.csv, PHASE.run.json and PHASE.metrics.json. A phase that is not there is missing
evidence. report.html, report.md and report.json are written into DIR; and, unless
the decision is blocked, the monitoring triggers as rules of Prometheus, alerts.rules.yml, with
their tests for promtool, alerts.test.yml.

Exit code: 0 canary or release; 1 blocked; 3 undecided; 2 wrong usage, or a file that cannot be used.`;

/** `race-trace report DIR`: the decision and everything that it stands on, for people and for machines. */
export const addReport: AddCommand = (program, terminal, done) => {
  program
    .command('report')
    .description('decide on a release and write the validation report of a run: HTML, Markdown, JSON')
    .argument('<dir>', 'folder of the run')
    .option('--baseline <dir>', 'folder of the run to compare with: the service before the mitigation')
    .option(
      '--criteria <file>',
      'limits of the decision (default: race-criteria.json in DIR, if there is one)',
    )
    .option('--canary <file>', 'figures of a canary (default: race-canary.json in DIR, if there is one)')
    .option('--out <dir>', 'folder for the report (default: DIR)')
    .addOption(formatOption())
    .addOption(mapOption())
    .option('--quiet', 'only the decision')
    .option('--no-color', 'no colours')
    .addHelpText('after', EXAMPLES)
    .action(async (directory: string, options: Options) => {
      done(await report(directory, options, terminal));
    });
};

async function report(directory: string, options: Options, terminal: Terminal): Promise<number> {
  const { baseline, criteria, canary, out, map: columnMap } = options;
  const progress = new Progress(terminal, 'report');
  try {
    const written = await writeReport(directory, {
      baseline,
      criteria,
      canary,
      out,
      columnMap,
      signal: terminal.interrupted,
      onProgress: (what, share) => {
        if (options.quiet !== true) progress.show(share, 1, what);
      },
    });
    progress.end();
    terminal.stdout.write(
      options.format === 'json'
        ? written.json()
        : reportText(
            written.report,
            written.paths,
            options.quiet === true,
            painter(terminal.colour && options.color),
          ),
    );
    return EXIT_OF_DECISION[written.decision];
  } finally {
    progress.end();
  }
}
