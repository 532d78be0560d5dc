import { createHash, hash } from 'node:crypto';
import { join } from 'node:path';
import type { RunRecord } from '../../core/decide/run-record.ts';
import { findingSteps } from '../../core/lists/finding-steps.ts';
import { readDecisionFiles } from '../../ingest/run-files/decision-files.ts';
import { ownSourceLine } from '../../ingest/own-source.ts';
import { readRunDirectory } from '../../ingest/run-files/run-directory.ts';
import { buildReport } from '../../report/model/report.ts';
import { certifyRuns } from '../../report/certificate/certificate.ts';
import { reportForWebview, reportPage } from '../../report/html/page.ts';
import { reportJson } from '../../report/json.ts';
import { reportMarkdown } from '../../report/markdown/markdown.ts';
import type { FindingLine, Report } from '../../report/model/model.ts';
import type { MadeReport, ReportedFinding, ReportToMake } from './thread-messages.ts';

/**
 * Reads the runs and makes their report in all of its forms.
 * @throws RunDirectoryError if a folder or a file in it cannot be used
 */
export async function makeReport(
  task: ReportToMake,
  onProgress: (what: string, share: number) => void,
): Promise<MadeReport> {
  const { directory, baseline, columnMap, maxFindings, nonce, scriptUri } = task;
  const reading = { columnMap, maxFindings, onProgress };
  const run = await readRunDirectory(directory, reading);
  const before = baseline === undefined ? undefined : await readRunDirectory(baseline, reading);
  const decisionFiles = await readDecisionFiles(directory, {});
  const ownRoot = new URL(task.ownRoot);
  const sourceOf = (site: string) => ownSourceLine(ownRoot, site);
  const runs = before === undefined ? [run] : [run, before];
  const report = buildReport({ run, before, ...decisionFiles, sourceOf });
  const json = reportJson(
    report,
    certifyRuns(runs, (text) => hash('sha256', text)),
  );
  const digest = hash('sha256', json);
  return {
    title: `Validation of ${report.variant}`,
    page: reportForWebview(report, { nonce, scriptUri }),
    files: {
      html: reportPage(report, (text) => createHash('sha256').update(text).digest('base64'), digest),
      md: reportMarkdown(report, digest),
      json,
    },
    findings: reported(report, task, { candidate: run, before }),
  };
}

type Runs = Readonly<Record<FindingLine['side'], RunRecord | undefined>>;

function reported(
  { findings }: Report,
  { directory, baseline }: ReportToMake,
  runs: Runs,
): readonly ReportedFinding[] {
  return findings.map(({ side, phase, findingId, code, key, summary }) => {
    const record = runs[side]?.phases.find((each) => each.phase === phase);
    if (record === undefined) throw new Error(`The report names a phase ${phase} that was not read.`);
    const folder = side === 'candidate' ? directory : (baseline ?? directory);
    const steps = findingSteps(record.analysis, findingId);
    return { trace: join(folder, record.traceName), findingId, code, key, summary, steps };
  });
}
