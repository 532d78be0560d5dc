import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { LaneRequest } from '../../core/index.ts';
import type { FromWebview, ToWebview } from '../../protocol.ts';
import type { SelectedFinding } from '../analysis/queries.ts';
import type { AnalysisSession } from '../analysis/session.ts';
import { Cancelled } from '../analysis/session.ts';
import type { Services } from '../services.ts';
import { stepsOf } from '../analysis/steps-of.ts';
import { parseFromWebview } from './from-webview.ts';
import { Newest } from './newest.ts';
import type { TraceView } from './open-traces.ts';
import { saveImage } from './save-image.ts';
import type { TraceDocument, TraceEvents } from './trace-document.ts';
import type { Axis } from '../../core/words/terms.ts';

/** The picture of a selection waits this long for the text of its source lines; later ones follow. */
const DEADLINE_MS = 60;

/** One editor of a trace: answers its webview's questions from the document's session. */
export class TracePanel implements TraceView {
  readonly document: TraceDocument;
  readonly trace: vscode.Uri;
  readonly #panel: vscode.WebviewPanel;
  readonly #services: Services;
  readonly #disposables: vscode.Disposable[] = [];
  /** False until the page has said that it listens; VS Code throws the page away whenever it is hidden. */
  #listens = false;
  /** The session whose trace the page has. */
  #shown: AnalysisSession | undefined;
  /** The page was given a trace and has yet to say what it shows of it, a finding or else lanes. */
  #isChoosing = false;
  /** What was selected elsewhere while the page was away, or choosing. */
  #missed: number | undefined;
  #axis: Axis = 'time';
  #dropped = 0;
  /** Counts the selections that were shown. */
  #selections = 0;
  readonly #lanes = new Newest((request: LaneRequest) =>
    this.#ask(async (session) => {
      this.#post({ type: 'lanes', slice: await session.ask('lanes', request) });
    }),
  );

  constructor(document: TraceDocument, panel: vscode.WebviewPanel, services: Services) {
    this.document = document;
    this.trace = document.uri;
    this.#panel = panel;
    this.#services = services;
    this.#disposables.push(
      panel.webview.onDidReceiveMessage((data: unknown) => {
        this.#receive(data);
      }),
      panel.onDidChangeViewState(() => {
        if (panel.active) services.traces.makeCurrent(document);
        if (!panel.visible) this.#listens = false;
      }),
      document.onDidChange((event) => {
        this.#documentChanged(event);
      }),
      services.selection.onDidChange((selected) => {
        if (selected?.document === document && selected.origin !== this) this.show(selected.findingId);
      }),
    );
  }

  get active(): boolean {
    return this.#panel.active;
  }

  get visible(): boolean {
    return this.#panel.visible;
  }

  get column(): vscode.ViewColumn | undefined {
    return this.#panel.viewColumn;
  }

  reveal(): void {
    // Without its column it would be moved into the group that has the keyboard, which is that of a source.
    if (!this.#panel.visible) this.#panel.reveal(this.#panel.viewColumn, true);
  }

  step(by: 1 | -1): void {
    this.#post({ type: 'step', by });
  }

  show(findingId: number): void {
    if (this.#listens && !this.#isChoosing)
      void this.#ask((session) => this.#postSelected(session, findingId));
    else this.#missed = findingId;
  }

  notify(text: string): void {
    this.#post({ type: 'notice', text });
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #documentChanged({ state, notice }: TraceEvents): void {
    if (notice !== undefined) this.#post({ type: 'notice', text: notice });
    if (notice === undefined || state.kind !== 'ready' || state.session !== this.#shown) this.#showState();
  }

  #showState(): void {
    const { state } = this.document;
    this.#shown = undefined;
    if (state.kind === 'loading') this.#post({ type: 'loading', text: state.text, fraction: state.fraction });
    else if (state.kind === 'unreadable')
      this.#post({ type: 'unreadable', text: state.text, next: state.next, isMappable: state.isMappable });
    else if (this.#listens) {
      this.#shown = state.session;
      // From here on: what is selected before the page has its trace would be lost to it.
      this.#isChoosing = true;
      void this.#ask(async (session) => {
        const opened = await session.ask('opened', undefined);
        this.#isChoosing = true;
        this.#post({ type: 'trace', ...opened });
      });
    }
  }

  #receive(data: unknown): void {
    const message = parseFromWebview(data);
    if (message === undefined) {
      this.#dropped++;
      this.#services.log.warn(`Dropped a message that the protocol does not know (${this.#dropped} so far).`);
      return;
    }
    if (message.type === 'ready') {
      this.#listens = true;
      // A page that was loaded anew has heard of nothing since.
      const { selected } = this.#services.selection;
      if (selected?.document === this.document) this.#missed = selected.findingId;
      this.#showState();
    } else if (message.type === 'lanes') this.#askLanes(message.request);
    else if (message.type === 'action') this.#act(message.action);
    else void this.#ask((session) => this.#answer(session, message));
  }

  async #answer(
    session: AnalysisSession,
    message: Exclude<FromWebview, { type: 'ready' | 'lanes' | 'action' }>,
  ): Promise<void> {
    const { opener } = this.#services;
    switch (message.type) {
      case 'filter':
        this.#post({
          type: 'filtered',
          text: message.text,
          ...(await session.ask('filtered', message.text)),
        });
        break;
      case 'list':
        this.#post({ type: 'listed', rows: await session.ask('listed', message.ids) });
        break;
      case 'seek':
        this.#post({ type: 'sought', match: await session.ask('sought', message) });
        break;
      case 'select':
        this.#axis = message.axis;
        await this.#selectFromPage(session, message.findingId);
        break;
      case 'inspect':
        this.#post({ type: 'details', details: await session.ask('details', message.row) });
        break;
      case 'open-step':
        await opener.openStep(this, await stepsOf(session, message.findingId), message.stepId);
        break;
      case 'open-both':
        await opener.openBoth(this, await stepsOf(session, message.findingId));
        break;
      case 'open-mark':
        await opener.openMark(
          this,
          await session.ask('markSource', { row: message.row, step: message.step }),
        );
        break;
      case 'replay':
        await this.#replay(session, message.findingId);
        break;
      case 'copy':
        await vscode.env.clipboard.writeText(await session.ask('text', message.findingId));
        this.#post({ type: 'notice', text: 'Copied as text.' });
        break;
      case 'save-image':
        if (await saveImage(this.document.uri, message.png))
          this.#post({ type: 'notice', text: 'Image saved.' });
        break;
    }
  }

  async #replay(session: AnalysisSession, findingId: number): Promise<void> {
    const replay = await session.ask('replay', findingId);
    if (replay) this.#services.replay(replay);
  }

  #act(action: Extract<FromWebview, { type: 'action' }>['action']): void {
    if (action === 'reload') void this.document.read();
    else this.#services.runAction(action, this.document.uri);
  }

  /** What was selected elsewhere before the page said what it shows, which it has now. */
  #takeMissed(): number | undefined {
    const missed = this.#missed;
    this.#missed = undefined;
    this.#isChoosing = false;
    return missed;
  }

  /** A page with a new trace asks for its first finding, or for what it showed before; what was selected meanwhile is newer. */
  async #selectFromPage(session: AnalysisSession, findingId: number): Promise<void> {
    const missed = this.#takeMissed();
    if (missed === undefined) this.#services.selection.select(this.document, findingId, this);
    await this.#postSelected(session, findingId);
    if (missed !== undefined && missed !== findingId) await this.#postSelected(session, missed);
  }

  async #postSelected(session: AnalysisSession, findingId: number): Promise<void> {
    const finding = await session.ask('selection', { findingId, axis: this.#axis });
    const reading = this.#services.opener.sourceLines(await session.ask('steps', findingId));
    const turn = ++this.#selections;
    const inTime = await Promise.race([reading, sleep(DEADLINE_MS, undefined)]);
    this.#postFinding(findingId, finding, inTime);
    if (inTime) return;
    const late = await reading;
    // Selected anew meanwhile: the newer answer brings its own.
    if (turn === this.#selections && late.size > 0) this.#postFinding(findingId, finding, late);
  }

  #postFinding(findingId: number, finding: SelectedFinding, sources?: ReadonlyMap<number, string>): void {
    const { codePath } = finding;
    const steps = codePath.steps.map((step) => ({ ...step, source: sources?.get(step.id) ?? '' }));
    this.#post({ type: 'selected', findingId, ...finding, codePath: { ...codePath, steps } });
  }

  #askLanes(request: LaneRequest): void {
    this.#axis = request.axis;
    const missed = this.#isChoosing ? this.#takeMissed() : undefined;
    if (missed !== undefined) this.show(missed);
    this.#lanes.take(request);
  }

  /** Runs what needs the session; does nothing while there is none, and says what went wrong. */
  async #ask(work: (session: AnalysisSession) => Promise<void>): Promise<void> {
    const { session } = this.document;
    if (session === undefined) return;
    try {
      await work(session);
    } catch (error) {
      // The trace was closed or read again meanwhile: the question has no subject any more.
      if (error instanceof Cancelled) return;
      this.document.questionFailed(error);
      this.#post({ type: 'notice', text: 'That could not be shown; the log of Race Trace says why.' });
    }
  }

  #post(message: ToWebview): void {
    if (this.#listens) void this.#panel.webview.postMessage(message);
  }
}
