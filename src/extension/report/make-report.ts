import { hash } from 'node:crypto';
import { join } from 'node:path';
import { findingSteps, type RunRecord } from '../../core/index.ts';
import { ownSourceLine } from '../../ingest/own-source.ts';
import { readReportSources } from '../../ingest/run-files/report-sources.ts';
import { formsOf } from '../../report/forms.ts';
import { reportForWebview } from '../../report/html/page.ts';
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
  const reading = { otherwise: { columns: columnMap }, maxFindings, onProgress };
  const sources = await readReportSources({ directory, baseline }, reading);
  const ownRoot = new URL(task.ownRoot);
  const sourceOf = (site: string) => ownSourceLine(ownRoot, site);
  const { report, files } = formsOf({ ...sources, columnMap, sourceOf }, (text, encoding) =>
    hash('sha256', text, encoding),
  );
  return {
    title: `Validation of ${report.variant}`,
    page: reportForWebview(report, { nonce, scriptUri }),
    files: files.map(({ format, name, text }) => ({ format, name, text: text() })),
    findings: reported(report, task, { candidate: sources.run, before: sources.before }),
    sides: sidesOf(task, sources.before, sources.run),
  };
}

/** The traces of the worst phase that both runs have, which are compared when the page asks for it. */
function sidesOf(
  { directory, baseline }: ReportToMake,
  before: RunRecord | undefined,
  after: RunRecord,
): MadeReport['sides'] {
  if (baseline === undefined || before === undefined) return undefined;
  const is = after.phases.find(({ phase }) => before.phases.some((each) => each.phase === phase));
  const was = before.phases.find(({ phase }) => phase === is?.phase);
  return is && was && { before: join(baseline, was.traceName), after: join(directory, is.traceName) };
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
