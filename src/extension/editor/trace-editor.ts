import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { CONFIGURATION, SETTING, VIEW_TYPE } from '../ids.ts';
import type { Services } from '../services.ts';
import { pageHtml } from './html.ts';
import { TraceDocument } from './trace-document.ts';
import { TracePanel } from './trace-panel.ts';

/** The settings that decide how a trace is read. */
const READ_BY = [SETTING.columnMap, SETTING.maxFindings];

/** Opens trace files as swimlanes. The page of a hidden editor is thrown away: it keeps its own state and asks again. */
class TraceEditor implements vscode.CustomReadonlyEditorProvider<TraceDocument> {
  readonly #services: Services;
  readonly #root: vscode.Uri;

  constructor(services: Services, extensionUri: vscode.Uri) {
    this.#services = services;
    this.#root = extensionUri;
  }

  openCustomDocument(uri: vscode.Uri): TraceDocument {
    const script = vscode.Uri.joinPath(this.#root, 'dist', 'analysis-worker.js').fsPath;
    const document = new TraceDocument(uri, script, this.#services.log);
    this.#services.traces.addDocument(document);
    const settings = vscode.workspace.onDidChangeConfiguration((change) => {
      if (READ_BY.some((name) => change.affectsConfiguration(`${CONFIGURATION}.${name}`, uri)))
        void document.read();
    });
    document.onDidDispose(() => {
      settings.dispose();
      this.#services.selection.clear(document);
    });
    return document;
  }

  resolveCustomEditor(document: TraceDocument, panel: vscode.WebviewPanel): void {
    const { webview } = panel;
    const dist = vscode.Uri.joinPath(this.#root, 'dist');
    webview.options = {
      enableScripts: true,
      enableForms: false,
      enableCommandUris: false,
      localResourceRoots: [dist, vscode.Uri.joinPath(this.#root, 'media')],
    };
    const tracePanel = new TracePanel(document, panel, this.#services);
    this.#services.traces.addPanel(tracePanel);
    panel.onDidDispose(() => {
      this.#services.traces.removePanel(tracePanel);
      tracePanel.dispose();
    });
    webview.html = pageHtml({
      cspSource: webview.cspSource,
      nonce: randomBytes(18).toString('base64url'),
      scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'webview.js')).toString(),
      styleUri: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'webview.css')).toString(),
    });
  }
}

/** Registers the editor under both its view types. */
export function registerTraceEditor(services: Services, extensionUri: vscode.Uri): vscode.Disposable[] {
  const editor = new TraceEditor(services, extensionUri);
  return Object.values(VIEW_TYPE).map((viewType) =>
    vscode.window.registerCustomEditorProvider(viewType, editor, {
      supportsMultipleEditorsPerDocument: true,
    }),
  );
}
