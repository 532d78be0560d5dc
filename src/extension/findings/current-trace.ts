import * as vscode from 'vscode';
import { Cancelled, type AnalysisSession } from '../analysis/session.ts';
import type { TraceDocument } from '../editor/trace-document.ts';
import { messageOf } from '../../core/words/errors.ts';
import type { Services } from '../services.ts';
import type { FindingsTree } from './findings-tree.ts';
import type { SourceProblems } from './source-problems.ts';
import type { VerdictStatus } from './verdict-status.ts';

/** Keeps the views beside the editor on the current trace: the tree, the Problems, the status bar, the marked lines. */
export class CurrentTrace {
  readonly #services: Services;
  readonly #tree: FindingsTree;
  readonly #problems: SourceProblems;
  readonly #status: VerdictStatus;
  readonly #listeners: vscode.Disposable[];
  /** What the views show now. */
  #document: TraceDocument | undefined;
  #shown: AnalysisSession | undefined;

  constructor(services: Services, tree: FindingsTree, problems: SourceProblems, status: VerdictStatus) {
    this.#services = services;
    this.#tree = tree;
    this.#problems = problems;
    this.#status = status;
    this.#listeners = [
      services.traces.onDidChangeCurrent((document) => void this.#show(document)),
      services.selection.onDidChange((selected) => {
        if (selected === undefined) services.opener.unmark();
        else void this.#mark(selected.document, selected.findingId);
      }),
      services.opener.onDidInfer(() => void this.#showProblems()),
      vscode.window.onDidChangeTextEditorSelection((event) => {
        this.#selectAtCursor(event);
      }),
    ];
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
  }

  async #show(document: TraceDocument | undefined): Promise<void> {
    const session = document?.session;
    if (document === this.#document && session === this.#shown) return;
    // A finding of the reading before is another one now, or none.
    if (this.#document !== undefined && session !== this.#shown)
      this.#services.selection.clear(this.#document);
    this.#document = document;
    this.#shown = session;
    if (document === undefined || session === undefined) {
      this.#tree.show(document, { rows: [], possible: [] }, 0);
      this.#status.hide();
      this.#problems.clear();
      return;
    }
    try {
      const { summary, findings, errors } = await session.ask('findings', undefined);
      if (this.#shown !== session) return;
      this.#tree.show(document, findings, errors, summary.verdict);
      this.#status.show(summary);
      await this.#showProblems();
    } catch (error) {
      if (!(error instanceof Cancelled)) this.#services.log.error(messageOf(error));
    }
  }

  /** Anew: a line was inferred that problems stand at. */
  async #showProblems(): Promise<void> {
    const [document, session] = [this.#document, this.#shown];
    if (document === undefined || session === undefined) return;
    try {
      const problems = await session.ask('problems', undefined);
      if (this.#shown === session) await this.#problems.show(document.uri, problems);
    } catch (error) {
      if (!(error instanceof Cancelled)) this.#services.log.error(messageOf(error));
    }
  }

  async #mark(document: TraceDocument, findingId: number): Promise<void> {
    try {
      const steps = await document.session?.ask('steps', findingId);
      if (steps && this.#services.selection.selected?.findingId === findingId)
        await this.#services.opener.mark({ trace: document.uri, findingId }, steps);
    } catch (error) {
      if (!(error instanceof Cancelled)) this.#services.log.error(messageOf(error));
    }
  }

  /** A person who puts the cursor on a line of a finding sees that finding in the swimlane. */
  #selectAtCursor({ textEditor, selections, kind }: vscode.TextEditorSelectionChangeEvent): void {
    const { traces, selection, opener } = this.#services;
    const cursor = selections[0]?.active;
    if (kind === undefined || cursor === undefined || traces.current === undefined) return;
    // A jump, such as from the Problems view, counts; that of a step to its line is of a finding that is selected.
    const isJump = kind === vscode.TextEditorSelectionChangeKind.Command;
    if (isJump && opener.hasShown(textEditor.document.uri, cursor.line + 1)) return;
    const here = this.#problems.findingsAt(textEditor.document.uri, cursor.line + 1);
    const selected =
      selection.selected?.document === traces.current ? selection.selected.findingId : undefined;
    if (here.length === 0 || (selected !== undefined && here.includes(selected))) return;
    selection.select(traces.current, here[0]!, this);
  }
}
