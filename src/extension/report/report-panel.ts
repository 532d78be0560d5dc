import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { TraceDocument } from '../editor/trace-document.ts';
import { openSwimlane } from '../commands/open-trace.ts';
import { REPORT_VIEW_TYPE } from '../ids.ts';
import { notify } from '../notify.ts';
import type { Services } from '../services.ts';
import { parseFromReport } from './from-report.ts';
import { saveReport } from './save-report.ts';
import type { MadeReport, ReportedFinding } from './thread-messages.ts';

/** The panel of a report before there is one: what its page will need. */
export function openReportPanel(extensionUri: vscode.Uri): {
  readonly panel: vscode.WebviewPanel;
  readonly scriptUri: string;
} {
  const dist = vscode.Uri.joinPath(extensionUri, 'dist');
  const panel = vscode.window.createWebviewPanel(
    REPORT_VIEW_TYPE,
    'Validation report',
    vscode.ViewColumn.Active,
    {
      enableScripts: true,
      enableForms: false,
      enableCommandUris: false,
      enableFindWidget: true,
      localResourceRoots: [dist],
    },
  );
  const scriptUri = panel.webview.asWebviewUri(vscode.Uri.joinPath(dist, 'report-view.js')).toString();
  return { panel, scriptUri };
}

/** A report in its panel: what arrives from the page are ids, which are looked up here. */
export class ReportPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #report: MadeReport;
  readonly #folder: string;
  readonly #services: Services;
  #dropped = 0;

  constructor(panel: vscode.WebviewPanel, report: MadeReport, folder: string, services: Services) {
    this.#panel = panel;
    this.#report = report;
    this.#folder = folder;
    this.#services = services;
    panel.webview.onDidReceiveMessage((data: unknown) => void this.#receive(data));
    panel.title = report.title;
    panel.webview.html = report.page;
  }

  async #receive(data: unknown): Promise<void> {
    const message = parseFromReport(data);
    if (message === undefined) {
      this.#dropped++;
      this.#services.log.warn(`Dropped a message that no report's page sends (${this.#dropped} so far).`);
      return;
    }
    if (message.type === 'save') {
      await saveReport(this.#folder, this.#report.files);
      return;
    }
    const finding = this.#report.findings[message.findingId];
    if (finding === undefined) return;
    if (message.type === 'open-trace') await this.#openTrace(finding);
    else await this.#openSource(finding);
  }

  /** Opens the swimlane of the finding's trace with the finding selected. */
  async #openTrace({ trace, findingId, code, key, summary }: ReportedFinding): Promise<void> {
    const uri = vscode.Uri.file(trace);
    await openSwimlane(uri);
    const document = this.#services.traces.find(uri.toString());
    const session = document && (await readyOf(document));
    if (document === undefined || session === undefined) return;
    const { findings } = await session.ask('findings', undefined);
    const there = findings.rows[findingId];
    if (there?.code !== code || there.key !== key || there.summary !== summary) {
      await notify(
        'warning',
        `${basename(trace)} is not what the report was made from any more. Create the report again.`,
      );
      return;
    }
    this.#services.selection.select(document, findingId, this);
  }

  async #openSource({ steps }: ReportedFinding): Promise<void> {
    const step =
      steps.find(({ offending, site }) => offending && site !== undefined) ?? steps.find(({ site }) => site);
    const from = {
      column: this.#panel.viewColumn,
      notify: (text: string) => void notify('info', text),
    };
    if (step === undefined) from.notify('The trace does not say where in the code this happened.');
    else await this.#services.opener.openStep(from, steps, step.id);
  }
}

/** The session of a trace once it has been read; undefined if it cannot be. */
function readyOf(document: TraceDocument): Promise<TraceDocument['session']> {
  if (document.state.kind !== 'loading') return Promise.resolve(document.session);
  return new Promise((resolve) => {
    const disposables = [
      document.onDidChange(({ state }) => {
        if (state.kind !== 'loading') done();
      }),
      document.onDidDispose(() => {
        done();
      }),
    ];
    const done = (): void => {
      for (const disposable of disposables) disposable.dispose();
      resolve(document.session);
    };
  });
}
