import * as vscode from 'vscode';
import { AnalysisSession, Cancelled, TraceUnreadable } from '../analysis/session.ts';
import type { Log } from '../log.ts';
import { messageOf } from '../../core/words/errors.ts';
import { showLongProgress } from '../progress.ts';
import { nameOf } from './together.ts';
import { traceToOpen } from './trace-source.ts';
import { watchTrace } from './watch-trace.ts';
import { writtenState } from './written-state.ts';

/** What there is to show of a trace. */
export type TraceState =
  | { readonly kind: 'loading'; readonly text: string; readonly fraction: number | null }
  | { readonly kind: 'ready'; readonly session: AnalysisSession }
  | {
      readonly kind: 'unreadable';
      readonly text: string;
      readonly next: string;
      readonly isMappable: boolean;
    };

/** What a document tells its panels. */
export interface TraceEvents {
  readonly state: TraceState;
  /** A sentence about the file, such as that it has changed or is gone. */
  readonly notice?: string;
}

/** One opened trace file, shared by all its editors: it owns the thread that analyses it. */
export class TraceDocument implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly #script: string;
  readonly #log: Log;
  readonly #changes = new vscode.EventEmitter<TraceEvents>();
  readonly onDidChange = this.#changes.event;
  readonly #disposal = new vscode.EventEmitter<void>();
  readonly onDidDispose = this.#disposal.event;
  readonly #watcher: vscode.Disposable;
  #state: TraceState = { kind: 'loading', text: 'Opening the trace…', fraction: null };
  #busy = false;
  /** Counts the calls of `read`. */
  #wanted = 0;
  /** The session that is being read, if any. */
  #reading: AnalysisSession | undefined;
  /** Of the files, before they were last read; undefined where it is not known. */
  #written: string | undefined;
  #closed = false;

  constructor(uri: vscode.Uri, script: string, log: Log) {
    this.uri = uri;
    this.#script = script;
    this.#log = log;
    this.#watcher = watchTrace(uri, {
      changed: () => {
        void this.#fileChanged();
      },
      configChanged: () => {
        if (this.#state.kind === 'ready')
          this.#say(`The configuration of ${this.name} has changed; reading it again.`);
        void this.read();
      },
      deleted: () => {
        this.#written = undefined;
        this.#say(`${this.name} was deleted or moved. What you see is what was read before.`);
      },
    });
    void this.read();
  }

  /** The file's name, printable. */
  get name(): string {
    return nameOf(this.uri);
  }

  get state(): TraceState {
    return this.#state;
  }

  /** The session to ask, or undefined while there is none. */
  get session(): AnalysisSession | undefined {
    return this.#state.kind === 'ready' ? this.#state.session : undefined;
  }

  /**
   * Reads the file, again if it has been read; what is on screen stays until the new reading is there. A call while it is
   * being read makes it be read once more, however many there are.
   */
  async read(): Promise<void> {
    this.#wanted++;
    if (this.#busy) return;
    this.#busy = true;
    for (let done = 0; done !== this.#wanted && !this.#closed;) {
      done = this.#wanted;
      await this.#readOnce();
    }
    this.#busy = false;
  }

  /** To be called with what a question to the session threw: if its thread has died, that is what there is to show. */
  questionFailed(error: unknown): void {
    if (error instanceof Cancelled) return;
    if (error instanceof TraceUnreadable && this.#state.kind === 'ready' && !this.#state.session.alive)
      this.#failed(error, undefined);
    else this.#log.error(`${this.name}: ${messageOf(error)}`);
  }

  dispose(): void {
    this.#closed = true;
    this.#watcher.dispose();
    this.#disposal.fire();
    this.#disposal.dispose();
    this.#changes.dispose();
    void this.#reading?.close();
    void this.session?.close();
  }

  async #readOnce(): Promise<void> {
    const before = this.session;
    try {
      const session = await this.#openSession();
      if (before === undefined) this.#set({ kind: 'ready', session });
      else this.#say(`${this.name} has been read again.`, session);
      await before?.close();
    } catch (error) {
      this.#failed(error, before);
    }
  }

  async #openSession(): Promise<AnalysisSession> {
    const started = performance.now();
    this.#written = await writtenState(this.uri);
    const trace = await traceToOpen(this.uri);
    if (this.#closed) throw new Cancelled(`${this.name} was closed.`);
    const session = new AnalysisSession(this.#script, trace, (text, fraction) => {
      if (this.#state.kind !== 'ready') this.#set({ kind: 'loading', text, fraction });
      progress.report(text, fraction);
    });
    this.#reading = session;
    const progress = showLongProgress(`Reading ${this.name}`, () => void session.close());
    try {
      await session.opened;
    } finally {
      progress.done();
      this.#reading = undefined;
    }
    this.#log.info(`${this.name} was read and analysed in ${Math.round(performance.now() - started)} ms`);
    return session;
  }

  #failed(error: unknown, before: AnalysisSession | undefined): void {
    if (this.#closed) return;
    if (!(error instanceof Cancelled)) this.#log.error(`${this.name}: ${messageOf(error)}`);
    if (before?.alive) {
      if (error instanceof Cancelled) return;
      this.#say(`${this.name} has changed, but could not be read again: ${messageOf(error)}`);
      return;
    }
    if (error instanceof Cancelled)
      this.#set({
        kind: 'unreadable',
        text: `Reading ${this.name} was cancelled.`,
        next: 'Reload to read it after all.',
        isMappable: false,
      });
    else if (error instanceof TraceUnreadable)
      this.#set({
        kind: 'unreadable',
        text: error.message,
        next: error.next,
        isMappable: error.isMappable,
      });
    else
      this.#set({
        kind: 'unreadable',
        text: `${this.name} cannot be read: ${messageOf(error)}`,
        next: 'Check that the file is there and that you may read it, then reload.',
        isMappable: false,
      });
  }

  /** A watcher also tells, some time later, of a write that came before the reading. */
  async #fileChanged(): Promise<void> {
    const written = await writtenState(this.uri);
    if (this.#closed || (written !== undefined && written === this.#written)) return;
    if (this.#state.kind === 'ready') this.#say(`${this.name} has changed; reading it again.`);
    void this.read();
  }

  #say(notice: string, session?: AnalysisSession): void {
    if (session) this.#state = { kind: 'ready', session };
    this.#changes.fire({ state: this.#state, notice });
  }

  #set(state: TraceState): void {
    this.#state = state;
    this.#changes.fire({ state });
  }
}
