import type { ReportInput } from './model/input.ts';
import type { Report } from './model/model.ts';
import { certifyRuns } from './certificate/certificate.ts';
import { reportPage } from './html/page.ts';
import { reportJson } from './json.ts';
import { reportMarkdown } from './markdown/markdown.ts';
import { buildReport } from './model/report.ts';
import { renderRules, RULES_FILE, RULE_TESTS_FILE } from './prometheus/prometheus.ts';
import { renderRuleTests } from './prometheus/tests.ts';

/** The forms of a report: for a browser, for a pull request, for programs and `verify`, and the alerting rules with their tests. */
export const REPORT_FORMATS = ['html', 'md', 'json', 'rules'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** One file of a report. */
export interface ReportFile {
  readonly format: ReportFormat;
  readonly name: string;
  /** Makes its text; the certificates in the JSON, whose digest the page and the Markdown have, take a while. */
  readonly text: () => string;
}

/** A report and all of its files. */
export interface ReportForms {
  readonly report: Report;
  /** In the order in which they are listed. */
  readonly files: readonly ReportFile[];
  /** Names of files that must not lie beside these: those of an earlier report would look as if they still held. */
  readonly withheld: readonly string[];
  /** The text of `report.json`. */
  readonly json: () => string;
}

/** SHA-256 of a text. */
export type Sha256 = (text: string, encoding: 'hex' | 'base64') => string;

/**
 * Makes the report of a validation in all of its forms. Of a candidate that is blocked there are no alerting rules, since
 * nothing is to be rolled out.
 */
export function formsOf(input: ReportInput, sha256: Sha256): ReportForms {
  const { run, before } = input;
  const report = buildReport(input);
  const hex = (text: string) => sha256(text, 'hex');
  const json = once(() => reportJson(report, certifyRuns(before === undefined ? [run] : [run, before], hex)));
  const digest = once(() => hex(json()));
  const files: readonly ReportFile[] = [
    {
      format: 'html',
      name: 'report.html',
      text: () => reportPage(report, (text) => sha256(text, 'base64'), digest()),
    },
    { format: 'md', name: 'report.md', text: () => reportMarkdown(report, digest()) },
    { format: 'json', name: 'report.json', text: json },
    { format: 'rules', name: RULES_FILE, text: () => renderRules(report.triggers) },
    { format: 'rules', name: RULE_TESTS_FILE, text: () => renderRuleTests(report.triggers) },
  ];
  const isWithheld = ({ format }: ReportFile) => format === 'rules' && report.decision.decision === 'blocked';
  return {
    report,
    files: files.filter((file) => !isWithheld(file)),
    withheld: files.filter(isWithheld).map(({ name }) => name),
    json,
  };
}

/** What makes a text only when it is first asked for, and keeps it. */
function once(make: () => string): () => string {
  let made: string | undefined;
  return () => (made ??= make());
}
