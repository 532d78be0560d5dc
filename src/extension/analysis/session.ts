import { Worker } from 'node:worker_threads';
import type { QueryResult, Argument, QueryName } from './queries.ts';
import type { FromThread, Question, TraceToOpen } from './thread-messages.ts';

/** Why a trace cannot be shown, with what to do next; both are sentences for people. */
export class TraceUnreadable extends Error {
  readonly next: string;
  /** Whether the file has columns, which could be mapped to those of a trace. */
  readonly isMappable: boolean;

  constructor(text: string, next: string, isMappable = false) {
    super(text);
    this.next = next;
    this.isMappable = isMappable;
  }
}

/** The session was closed before there was an answer. */
export class Cancelled extends Error {}

interface Waiting {
  resolve(value: unknown): void;
  reject(reason: Error): void;
}

/**
 * One trace in one thread of its own: it is read and analysed there, and asked there, so that the extension host
 * never blocks. Closing the session ends the thread, whatever it is doing.
 */
export class AnalysisSession {
  /** Settles once: when the trace can be asked, or with {@link TraceUnreadable} or {@link Cancelled}. */
  readonly opened: Promise<void>;
  readonly #thread: Worker;
  readonly #name: string;
  readonly #waiting = new Map<number, Waiting>();
  #opening: Waiting | undefined;
  /** Why there are no more answers; the first reason stands, since a thread that is closed or unreadable also exits. */
  #ended: Error | undefined;
  #lastId = 0;

  constructor(
    script: string | URL,
    trace: TraceToOpen,
    onProgress: (text: string, fraction: number | null) => void,
  ) {
    this.#name = trace.name;
    this.#thread = new Worker(script, {
      workerData: trace,
      name: 'race-trace-analysis',
      execArgv: [],
      env: {},
    });
    this.opened = new Promise((resolve, reject) => {
      this.#opening = {
        resolve: () => {
          resolve();
        },
        reject,
      };
    });
    // A caller that awaits it hears of a failure; a session that is not awaited any more must not end the host.
    this.opened.catch(() => undefined);
    this.#thread.on('message', (message: FromThread) => {
      if (this.#ended) return;
      if (message.type === 'progress') onProgress(message.text, message.fraction);
      else this.#receive(message);
    });
    this.#thread.on('error', (error) => {
      this.#ended ??= crash(this.#name, error instanceof Error ? error : undefined);
    });
    this.#thread.on('exit', () => {
      this.#rejectAll((this.#ended ??= crash(this.#name, undefined)));
    });
  }

  /** Whether the thread is there to be asked. */
  get alive(): boolean {
    return this.#ended === undefined;
  }

  /**
   * Asks the trace. Rejects with {@link Cancelled} when the session is closed, with {@link TraceUnreadable} when the thread
   * has died, and with a plain Error when the question itself failed.
   */
  ask<Q extends QueryName>(query: Q, argument: Argument<Q>): Promise<QueryResult<Q>> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = ++this.#lastId;
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
    const question: Question = { id, query, argument };
    this.#thread.postMessage(question);
    // The thread's table of queries is what both types come from.
    return answer as Promise<QueryResult<Q>>;
  }

  /** Ends the thread; what still waits is then {@link Cancelled}. */
  async close(): Promise<void> {
    this.#ended ??= new Cancelled(`${this.#name} was closed.`);
    await this.#thread.terminate();
  }

  #receive(message: Exclude<FromThread, { type: 'progress' }>): void {
    switch (message.type) {
      case 'opened':
        this.#opening?.resolve(undefined);
        this.#opening = undefined;
        break;
      case 'unreadable':
        this.#ended ??= new TraceUnreadable(message.text, message.next, message.isMappable);
        void this.#thread.terminate();
        break;
      case 'answer':
        this.#take(message.id)?.resolve(message.value);
        break;
      case 'failed':
        this.#take(message.id)?.reject(new Error(message.message));
        break;
    }
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  /** When the thread has exited, not before: a process that exits while one of its threads is being ended may crash. */
  #rejectAll(reason: Error): void {
    this.#opening?.reject(reason);
    this.#opening = undefined;
    for (const waiting of this.#waiting.values()) waiting.reject(reason);
    this.#waiting.clear();
  }
}

function crash(name: string, error: (Error & { readonly code?: string }) | undefined): TraceUnreadable {
  if (error?.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return new TraceUnreadable(
      `${name} needs more memory than the analysis may use.`,
      'Cut the trace into smaller files, by time or by inventory key, and open one of them.',
    );
  return new TraceUnreadable(
    `The analysis of ${name} stopped unexpectedly${error ? `: ${error.message}` : '.'}`,
    'Reload to read the trace again; the log of Race Trace says more.',
  );
}
