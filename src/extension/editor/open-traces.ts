import * as vscode from 'vscode';
import type { TraceDocument } from './trace-document.ts';

/** An editor of a trace, as far as others may tell it what to show. */
export interface TraceView {
  readonly document: TraceDocument;
  /** The file of the document. */
  readonly trace: vscode.Uri;
  /** Whether it has the keyboard. */
  readonly active: boolean;
  readonly visible: boolean;
  /** The column that it is in. */
  readonly column: vscode.ViewColumn | undefined;
  /** Brings it to the front without taking the keyboard. */
  reveal(): void;
  /** Shows a finding that was selected elsewhere. */
  show(findingId: number): void;
  /** Selects the finding `by` places further down its list, around the ends. */
  step(by: 1 | -1): void;
  /** A short sentence for its status line. */
  notify(text: string): void;
}

/** The traces that are open now, and which of them the views beside the editor are about. */
export class OpenTraces {
  readonly #documents = new Set<TraceDocument>();
  readonly #panels = new Set<TraceView>();
  readonly #changes = new vscode.EventEmitter<TraceDocument | undefined>();
  /** Another trace became the current one, or the current one was read. */
  readonly onDidChangeCurrent = this.#changes.event;
  #current: TraceDocument | undefined;

  /** The trace whose editor was active last and is still open. */
  get current(): TraceDocument | undefined {
    return this.#current;
  }

  /** The panel that a command of the keyboard means. */
  get activePanel(): TraceView | undefined {
    return [...this.#panels].find((panel) => panel.active);
  }

  /** The editor of a trace that a person means who selects something of it elsewhere: one in sight before one behind others. */
  panelOf(document: TraceDocument): TraceView | undefined {
    const panels = [...this.#panels].filter((panel) => panel.document === document);
    return panels.find(({ active }) => active) ?? panels.find(({ visible }) => visible) ?? panels[0];
  }

  find(uri: string): TraceDocument | undefined {
    return [...this.#documents].find((document) => document.uri.toString() === uri);
  }

  addDocument(document: TraceDocument): void {
    this.#documents.add(document);
    document.onDidChange(() => {
      if (document === this.#current) this.#changes.fire(document);
    });
    document.onDidDispose(() => {
      this.#documents.delete(document);
      if (this.#current === document) this.#setCurrent([...this.#documents].at(-1));
    });
    this.makeCurrent(document);
  }

  addPanel(panel: TraceView): void {
    this.#panels.add(panel);
    this.makeCurrent(panel.document);
  }

  removePanel(panel: TraceView): void {
    this.#panels.delete(panel);
  }

  makeCurrent(document: TraceDocument): void {
    if (this.#current !== document) this.#setCurrent(document);
  }

  #setCurrent(document: TraceDocument | undefined): void {
    this.#current = document;
    this.#changes.fire(document);
  }
}
