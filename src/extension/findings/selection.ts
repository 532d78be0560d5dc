import * as vscode from 'vscode';
import type { TraceDocument } from '../editor/trace-document.ts';

/** A finding that is selected everywhere at once: in the tree, in the swimlane and in the editors of its sources. */
export interface Selected {
  readonly document: TraceDocument;
  readonly findingId: number;
  /** Who selected it; a listener leaves alone what came from itself. */
  readonly origin: object;
}

/**
 * The one place where tree, swimlane and editors hear of each other's selection, and where the circle between them is
 * broken: what is already selected is not announced again.
 */
export class Selection {
  readonly #changes = new vscode.EventEmitter<Selected | undefined>();
  readonly onDidChange = this.#changes.event;
  #selected: Selected | undefined;

  get selected(): Selected | undefined {
    return this.#selected;
  }

  select(document: TraceDocument, findingId: number, origin: object): void {
    if (this.#selected?.document === document && this.#selected.findingId === findingId) return;
    this.#selected = { document, findingId, origin };
    this.#changes.fire(this.#selected);
  }

  /** Forgets what was selected in a trace that is read anew or closed. */
  clear(document: TraceDocument): void {
    if (this.#selected?.document !== document) return;
    this.#selected = undefined;
    this.#changes.fire(undefined);
  }
}
