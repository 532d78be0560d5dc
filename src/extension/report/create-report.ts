import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { traceSettings } from '../editor/trace-source.ts';
import { notify } from '../notify.ts';
import { showLongProgress } from '../progress.ts';
import type { Services } from '../services.ts';
import { chooseRuns, type Runs } from './choose-runs.ts';
import { openReportPanel, ReportPanel } from './report-panel.ts';
import { makeReportInThread, ReportUnusable } from './report-thread.ts';
import type { MadeReport } from './thread-messages.ts';

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
  const { panel, scriptUri } = openReportPanel(extensionUri);
  try {
    const report = await make(runs, extensionUri, scriptUri);
    if (report === undefined) panel.dispose();
    else new ReportPanel(panel, report, runs.directory, services);
  } catch (error) {
    panel.dispose();
    if (!(error instanceof ReportUnusable)) throw error;
    services.log.error(error.message);
    await notify('error', asSentence(error.message));
  }
}

/** The report; undefined if the person cancelled it. */
async function make(
  { directory, baseline }: Runs,
  extensionUri: vscode.Uri,
  scriptUri: string,
): Promise<MadeReport | undefined> {
  const cancellation = new AbortController();
  const progress = showLongProgress('Making the validation report', () => {
    cancellation.abort();
  });
  const script = vscode.Uri.joinPath(extensionUri, 'dist', 'report-worker.js').fsPath;
  const task = {
    directory,
    baseline,
    ownRoot: `${extensionUri.toString(true).replace(/\/$/, '')}/`,
    ...traceSettings(vscode.Uri.file(directory)),
    nonce: randomBytes(18).toString('base64url'),
    scriptUri,
  };
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
