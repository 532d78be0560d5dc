import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { traceSettings } from '../editor/trace-source.ts';
import { notify } from '../notify.ts';
import { showLongProgress } from '../progress.ts';
import type { Services } from '../services.ts';
import { chooseRuns } from './choose-runs.ts';
import { openReportPanel, ReportPanel } from './report-panel.ts';
import { makeReportInThread, ReportUnusable } from './report-thread.ts';
import type { ComparisonToMake, MadeReport, PageToMake, ReportToMake } from './thread-messages.ts';

/** Makes the validation report of a run's folder and shows it; whatever stands in the way is said. */
export async function createReport(
  services: Services,
  extensionUri: vscode.Uri,
  given?: vscode.Uri,
): Promise<void> {
  if (given !== undefined && given.scheme !== 'file') {
    await notify('info', 'A report is made from a folder on this machine. Save the run here first.');
    return;
  }
  const runs = await chooseRuns(given);
  if (runs === undefined) return;
  const ownRoot = `${extensionUri.toString(true).replace(/\/$/, '')}/`;
  const title = { panel: 'Validation report', progress: 'Making the validation report' };
  await showPage(services, extensionUri, { ...runs, ownRoot }, { folder: runs.directory, ...title });
}

/** Compares two traces on this machine and shows what differs; whatever stands in the way is said. */
export async function showComparison(
  services: Services,
  extensionUri: vscode.Uri,
  sides: { readonly before: string; readonly after: string },
): Promise<void> {
  const title = { panel: 'Comparison of two traces', progress: 'Comparing two traces' };
  await showPage(services, extensionUri, sides, { folder: dirname(sides.after), ...title });
}

/** What a page is made from, without what every page is made with. */
type Subject =
  Pick<ReportToMake, 'directory' | 'baseline' | 'ownRoot'> | Pick<ComparisonToMake, 'before' | 'after'>;

async function showPage(
  services: Services,
  extensionUri: vscode.Uri,
  subject: Subject,
  words: { readonly folder: string; readonly panel: string; readonly progress: string },
): Promise<void> {
  const { panel, scriptUri } = openReportPanel(extensionUri, words.panel);
  const task = {
    ...subject,
    ...traceSettings(vscode.Uri.file(words.folder)),
    nonce: randomBytes(18).toString('base64url'),
    scriptUri,
  };
  try {
    const report = await make(task, extensionUri, words.progress);
    if (report === undefined) panel.dispose();
    else
      new ReportPanel(panel, report, {
        folder: words.folder,
        services,
        compare: (sides) => showComparison(services, extensionUri, sides),
      });
  } catch (error) {
    panel.dispose();
    if (!(error instanceof ReportUnusable)) throw error;
    services.log.error(error.message);
    await notify('error', asSentence(error.message));
  }
}

/** The page; undefined if the person cancelled it. */
async function make(
  task: PageToMake,
  extensionUri: vscode.Uri,
  title: string,
): Promise<MadeReport | undefined> {
  const cancellation = new AbortController();
  const progress = showLongProgress(title, () => {
    cancellation.abort();
  });
  const script = vscode.Uri.joinPath(extensionUri, 'dist', 'report-worker.js').fsPath;
  try {
    return await makeReportInThread(script, task, cancellation.signal, (text, fraction) => {
      progress.report(text, fraction);
    });
  } catch (error) {
    if (cancellation.signal.aborted) return undefined;
    throw error;
  } finally {
    progress.done();
  }
}

function asSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}
