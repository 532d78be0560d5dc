import { basename } from 'node:path';
import * as vscode from 'vscode';
import { readyOf } from '../editor/ready.ts';
import { openSwimlane } from '../commands/open-trace.ts';
import { REPORT_VIEW_TYPE } from '../ids.ts';
import { notify } from '../notify.ts';
import type { Services } from '../services.ts';
import { parseFromReport } from './from-report.ts';
import { saveReport } from './save-report.ts';
import type { MadeReport, ReportedFinding } from './thread-messages.ts';

/** The panel of a report before there is one: what its page will need. */
export function openReportPanel(
  extensionUri: vscode.Uri,
  title: string,
): {
  readonly panel: vscode.WebviewPanel;
  readonly scriptUri: string;
} {
  const dist = vscode.Uri.joinPath(extensionUri, 'dist');
  const panel = vscode.window.createWebviewPanel(REPORT_VIEW_TYPE, title, vscode.ViewColumn.Active, {
    enableScripts: true,
    enableForms: false,
    enableCommandUris: false,
    enableFindWidget: true,
    localResourceRoots: [dist],
  });
  const scriptUri = panel.webview.asWebviewUri(vscode.Uri.joinPath(dist, 'report-view.js')).toString();
  return { panel, scriptUri };
}

/** What a panel needs besides its report. */
interface PanelParts {
  /** Where it is saved unless told otherwise. */
  readonly folder: string;
  readonly services: Services;
  /** Compares two traces in a panel of its own. */
  readonly compare: (sides: NonNullable<MadeReport['sides']>) => Promise<void>;
}

/** A report in its panel: what arrives from the page are ids, which are looked up here. */
export class ReportPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #report: MadeReport;
  readonly #around: PanelParts;
  #dropped = 0;

  constructor(panel: vscode.WebviewPanel, report: MadeReport, around: PanelParts) {
    this.#panel = panel;
    this.#report = report;
    this.#around = around;
    panel.webview.onDidReceiveMessage((data: unknown) => void this.#receive(data));
    panel.title = report.title;
    panel.webview.html = report.page;
  }

  async #receive(data: unknown): Promise<void> {
    const message = parseFromReport(data);
    if (message === undefined) {
      this.#dropped++;
      this.#around.services.log.warn(
        `Dropped a message that no report's page sends (${this.#dropped} so far).`,
      );
      return;
    }
    if (message.type === 'save') {
      await saveReport(this.#around.folder, this.#report.files);
      return;
    }
    if (!('findingId' in message)) {
      await this.#compare(message.type);
      return;
    }
    const finding = this.#report.findings[message.findingId];
    if (finding === undefined) return;
    if (message.type === 'open-trace') await this.#openTrace(finding);
    else await this.#openSource(finding);
  }

  async #compare(how: 'compare' | 'side-by-side' | 'swap'): Promise<void> {
    const { sides } = this.#report;
    if (sides === undefined) return;
    if (how === 'compare') await this.#around.compare(sides);
    else if (how === 'swap') await this.#around.compare({ before: sides.after, after: sides.before });
    else {
      await openSwimlane(vscode.Uri.file(sides.before));
      await openSwimlane(vscode.Uri.file(sides.after), vscode.ViewColumn.Beside);
    }
  }

  /** Opens the swimlane of the finding's trace with the finding selected. */
  async #openTrace({ trace, findingId, code, key, summary }: ReportedFinding): Promise<void> {
    const uri = vscode.Uri.file(trace);
    await openSwimlane(uri);
    const document = this.#around.services.traces.find(uri.toString());
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
    this.#around.services.selection.select(document, findingId, this);
  }

  async #openSource({ steps, trace, findingId }: ReportedFinding): Promise<void> {
    const step =
      steps.find(({ offending, site }) => offending && site !== undefined) ?? steps.find(({ site }) => site);
    const from = {
      column: this.#panel.viewColumn,
      trace: vscode.Uri.file(trace),
      notify: (text: string) => void notify('info', text),
    };
    if (step === undefined) from.notify('The trace does not say where in the code this happened.');
    else await this.#around.services.opener.openStep(from, { findingId, steps }, step.id);
  }
}
