import type { Client } from './client.ts';
import type { Database } from './database.ts';
import type { Events } from './events.ts';
import { askWaits, foreignBlockers, isHeldUp, type ProcessState, type Waits } from './waits.ts';

/** A statement that has not returned by then may wait for a lock. */
const ASK_AFTER_MS = 2;
/** Between two questions who waits for whom, at most. */
const ASK_EVERY_MS = 50;
/** A statement that works, or waits for what no request holds, is given up after that. */
const BOUND_MS = 30_000;

/** What settling looks at. */
export interface Settled {
  readonly clients: readonly Client[];
  readonly database: Database;
  readonly interrupted: AbortSignal;
  readonly events: Events;
  /** A client that is silent for so long while another one is under way is parked. */
  readonly parkMs: number;
  /** A client with its answer that is silent for so long has no more to send. */
  readonly lateMs: number;
  /** Whether a client that has its answer may still send something. */
  readonly mayFollow: (client: Client) => boolean;
  /** What the server's processes do. */
  readonly stateOf: (process: number) => ProcessState;
}

/** Tells where the clients of a run stand, and waits until each stands somewhere. */
export class Settling {
  readonly #of: Settled;
  #waits: Waits = new Map();
  /** The completions when {@link #waits} was asked: each later one makes it void. */
  #askedAt = -1;

  constructor(of: Settled) {
    this.#of = of;
  }

  /** Resolves when every client stands before a step, waits, or is over. @throws Error with a sentence, after a bound */
  async settle(): Promise<void> {
    const { clients, events } = this.#of;
    for (let pauseMs = ASK_AFTER_MS; ; pauseMs = Math.min(ASK_EVERY_MS, pauseMs * 1.5)) {
      const moving = clients.filter((client) => this.#isMoving(client));
      if (moving.length === 0) return;
      this.#of.interrupted.throwIfAborted();
      if (events.silentMs > BOUND_MS) throw new Error(await this.#whyNot(moving[0]!));
      const isAsked = moving.some(({ outstanding }) => outstanding.size > 0);
      await events.next(isAsked ? pauseMs : this.#silenceLeftMs());
      if (isAsked && events.silentMs >= ASK_AFTER_MS) await this.#ask();
    }
  }

  /** Whether a client has its answer, and all its statements are done. */
  isOver(client: Client): boolean {
    const { answer, held, outstanding } = client;
    if (answer === undefined || held.length > 0 || outstanding.size > 0) return false;
    return !this.#of.mayFollow(client) || this.#of.events.silentMs >= this.#of.lateMs;
  }

  /** Whether a client's step waits for a lock that another one holds. */
  isBlocked({ outstanding }: Client): boolean {
    const { events, stateOf } = this.#of;
    if (this.#askedAt !== events.completions) return false;
    return [...outstanding].some(({ backendPid }) => {
      return backendPid !== undefined && isHeldUp(backendPid, this.#waits, stateOf);
    });
  }

  /** Until the next of the two silences is there. */
  #silenceLeftMs(): number {
    const { parkMs, lateMs, events } = this.#of;
    const left = [parkMs, lateMs].map((ms) => ms - events.silentMs).filter((ms) => ms > 0);
    return Math.max(1, Math.min(ASK_EVERY_MS, ...left));
  }

  #isMoving(client: Client): boolean {
    if (!client.isStarted) return false;
    if (client.outstanding.size > 0) return !this.isBlocked(client);
    if (client.held.length > 0 || this.isOver(client)) return false;
    if (client.answer !== undefined || this.#of.events.silentMs < this.#of.parkMs) return true;
    // There must be one that it can wait for.
    return !this.#of.clients.some((other) => other !== client && other.isStarted && !this.isOver(other));
  }

  async #ask(): Promise<void> {
    const { clients, database, events } = this.#of;
    const asked = events.completions;
    const processes = clients.flatMap(({ outstanding }) =>
      [...outstanding].map(({ backendPid }) => backendPid).filter((pid) => pid !== undefined),
    );
    if (processes.length === 0) return;
    const waits = await askWaits(database, processes);
    if (asked !== events.completions) return;
    [this.#waits, this.#askedAt] = [waits, asked];
  }

  async #whyNot({ name, lastLabel, outstanding }: Client): Promise<string> {
    const seconds = BOUND_MS / 1000;
    if (outstanding.size === 0)
      return `${name} has sent nothing for ${seconds} s after "${lastLabel}", and has no answer`;
    const foreign = foreignBlockers(this.#waits, this.#of.stateOf);
    if (foreign.length === 0) return `${name} has worked on "${lastLabel}" for ${seconds} s and is given up`;
    const who = await this.#of.database.rows(
      'SELECT application_name AS name, state, left(query, 100) AS query FROM pg_stat_activity WHERE pid = ANY($1::int[])',
      [foreign],
    );
    const what = who.map(({ name: by, state, query }) => `"${by}" (${state}: ${query})`).join(', ');
    return (
      `${name} has waited for ${seconds} s in "${lastLabel}" for a session that is of no request: ${what}. ` +
      'End it, or let nothing else use this database'
    );
  }
}
