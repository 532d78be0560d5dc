import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { DecisionName } from '../core/decide/decision.ts';
import { readDecisionFiles } from '../ingest/decision-files.ts';
import { ownSourceLine } from '../ingest/own-source.ts';
import { readRunDirectory } from '../ingest/run-directory.ts';
import { buildReport } from '../report/build/report.ts';
import { reportPage } from '../report/html/page.ts';
import { reportJson } from '../report/json.ts';
import { reportMarkdown } from '../report/markdown.ts';
import type { Report } from '../report/model.ts';
import { OWN_ROOT } from './own-root.ts';
import { writeWhole } from './write-whole.ts';

export const REPORT_FORMATS = ['html', 'md', 'json'] as const;
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
  /** Folder for the report; that of the run unless told. It must exist. */
  readonly out?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((what: string, share: number) => void) | undefined;
}

export interface WrittenReport {
  readonly decision: DecisionName;
  /** Of the files, in the order of the formats. */
  readonly paths: readonly string[];
  readonly report: Report;
}

/**
 * Makes the report of a validation's folder and writes `report.html`, `report.md` and `report.json`, each old or new and
 * never half. @throws RunDirectoryError if a folder or a file in it cannot be used
 */
export async function writeReport(directory: string, options: ReportOptions = {}): Promise<WrittenReport> {
  const { baseline, formats = REPORT_FORMATS, out = directory, signal, onProgress } = options;
  const reading = { signal, onProgress };
  const run = await readRunDirectory(directory, reading);
  const before = baseline === undefined ? undefined : await readRunDirectory(baseline, reading);
  const decisionFiles = await readDecisionFiles(directory, options);
  const sourceOf = (site: string) => ownSourceLine(OWN_ROOT, site);
  const report = buildReport({ run, before, ...decisionFiles, sourceOf });
  const paths: string[] = [];
  for (const format of REPORT_FORMATS.filter((each) => formats.includes(each))) {
    const path = join(out, `report.${format}`);
    await writeWhole(path, RENDER[format](report));
    paths.push(path);
  }
  return { decision: report.decision.decision, paths, report };
}

const RENDER: Readonly<Record<ReportFormat, (report: Report) => string>> = {
  html: (report) => reportPage(report, sha256),
  md: reportMarkdown,
  json: reportJson,
};

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
