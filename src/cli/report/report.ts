import { createHash, hash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DecisionName } from '../../core/decide/decision.ts';
import { readDecisionFiles } from '../../ingest/run-files/decision-files.ts';
import { ownSourceLine } from '../../ingest/own-source.ts';
import { readRunDirectory } from '../../ingest/run-files/run-directory.ts';
import { buildReport } from '../../report/model/report.ts';
import { certifyRuns } from '../../report/certificate/certificate.ts';
import { reportPage } from '../../report/html/page.ts';
import { reportJson } from '../../report/json.ts';
import { reportMarkdown } from '../../report/markdown/markdown.ts';
import type { Report } from '../../report/model/model.ts';
import { renderRules, RULES_FILE, RULE_TESTS_FILE } from '../../report/prometheus/prometheus.ts';
import { renderRuleTests } from '../../report/prometheus/tests.ts';
import { OWN_ROOT } from '../own-root.ts';
import { workloadHash } from '../workload-hash.ts';
import type { AddCommand, Terminal } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { formatOption } from '../options/format.ts';
import { painter } from '../output/paint.ts';
import { Progress } from '../output/progress.ts';
import { reportText } from './text.ts';
import { writeWhole } from '../output/write-whole.ts';

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
    .option('--quiet', 'only the decision')
    .option('--no-color', 'no colours')
    .addHelpText('after', EXAMPLES)
    .action(async (directory: string, options: Options) => {
      done(await report(directory, options, terminal));
    });
};

async function report(directory: string, options: Options, terminal: Terminal): Promise<number> {
  const { baseline, criteria, canary, out } = options;
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

export const REPORT_FORMATS = ['html', 'md', 'json', 'rules'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export interface ReportOptions {
  /** Folder of the run that it is held against. */
  readonly baseline?: string | undefined;
  /** File of the criteria; else `race-criteria.json` in the folder, else the default ones. */
  readonly criteria?: string | undefined;
  /** File of the canary's record; else `race-canary.json` in the folder. */
  readonly canary?: string | undefined;
  /** All unless told. */
  readonly formats?: readonly ReportFormat[] | undefined;
  /** Folder for the report; that of the run unless told. It is made where there is none. */
  readonly out?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((what: string, share: number) => void) | undefined;
}

export interface WrittenReport {
  readonly decision: DecisionName;
  /** Of the files, in the order of the formats. */
  readonly paths: readonly string[];
  readonly report: Report;
  /** The text of `report.json`; its certificates take a while. */
  readonly json: () => string;
}

/**
 * Makes the report of a validation's folder and writes `report.html`, `report.md`, `report.json` and the alerting rules
 * with their tests, each old or new and never half; of a candidate that is blocked no rules, since nothing is to be
 * rolled out. @throws RunDirectoryError if a folder or a file in it cannot be used
 */
export async function writeReport(directory: string, options: ReportOptions = {}): Promise<WrittenReport> {
  const { baseline, formats = REPORT_FORMATS, out = directory, signal, onProgress } = options;
  const reading = { signal, onProgress };
  const run = await readRunDirectory(directory, reading);
  const before = baseline === undefined ? undefined : await readRunDirectory(baseline, reading);
  const decisionFiles = await readDecisionFiles(directory, options);
  const sourceOf = (site: string) => ownSourceLine(OWN_ROOT, site);
  const runs = before === undefined ? [run] : [run, before];
  const report = buildReport({ run, before, ...decisionFiles, sourceOf, hashOf: workloadHash });
  let madeJson: string | undefined;
  const json = () => (madeJson ??= reportJson(report, certifyRuns(runs, sha256)));
  const files: readonly (readonly [ReportFormat, string, () => string])[] = [
    ['html', 'report.html', () => reportPage(report, sha256Base64, sha256(json()))],
    ['md', 'report.md', () => reportMarkdown(report, sha256(json()))],
    ['json', 'report.json', json],
    ['rules', RULES_FILE, () => renderRules(report.triggers)],
    ['rules', RULE_TESTS_FILE, () => renderRuleTests(report.triggers)],
  ];
  const paths: string[] = [];
  signal?.throwIfAborted();
  mkdirSync(out, { recursive: true });
  const { decision } = report.decision;
  for (const [format, name, text] of files) {
    if (!formats.includes(format)) continue;
    const path = join(out, name);
    if (format === 'rules' && decision === 'blocked') {
      // Those of an earlier report would look as if they guarded something that may be released.
      rmSync(path, { force: true });
      continue;
    }
    await writeWhole(path, text());
    paths.push(path);
  }
  return { decision, paths, report, json };
}

function sha256(text: string): string {
  return hash('sha256', text);
}

function sha256Base64(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
