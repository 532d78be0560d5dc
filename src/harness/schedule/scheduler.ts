import { printSchedule, printTurn, type Schedule, type Turn } from './schedule.ts';
import type { Step } from '../../core/words/terms.ts';
import type { Result } from '../../core/words/codes.ts';

/** Where a client is: on its way, held before a step, or answered. */
type Place =
  | { readonly kind: 'moving' }
  | { readonly kind: 'held'; readonly step: Step; readonly release: () => void }
  | { readonly kind: 'answered'; readonly result: Result };

/** A schedule that is well-formed but cannot happen; the message says which turn and why. */
export class ImpossibleScheduleError extends Error {
  override readonly name = 'ImpossibleScheduleError';
}

/**
 * Drives clients through a schedule. Each is held before each of its steps; a turn releases one client, and is over when
 * that client is held at its next step or has its answer. So exactly one client moves at any time, and no clock decides.
 */
export class Scheduler {
  readonly #places = new Map<string, Place>();
  readonly #deadlineMs: number;
  #failure: Error | undefined;
  /** Looks again whether what is waited for has happened. */
  #look: () => void = () => undefined;

  /** @param deadlineMs how long a client may be on its way before the run is given up */
  constructor(deadlineMs: number) {
    this.#deadlineMs = deadlineMs;
  }

  /** A client has arrived before a step. */
  held(client: string, step: Step, release: () => void): void {
    this.#set(client, { kind: 'held', step, release });
  }

  /** A client has its answer. */
  answered(client: string, result: Result): void {
    this.#set(client, { kind: 'answered', result });
  }

  /** Something that the clients stand on broke: what is being played, now or later, ends with this error. */
  broke(error: Error): void {
    this.#failure ??= error;
    this.#look();
  }

  /**
   * Starts the clients, one by one, and takes them through the schedule to their answers.
   * @returns the turns that happened, those after the schedule's end included: the interleaving
   * @throws ImpossibleScheduleError
   */
  async play(schedule: Schedule, start: (client: string) => void): Promise<readonly Turn[]> {
    const taken: Turn[] = [];
    this.#places.clear();
    for (const client of schedule.clients) {
      this.#places.set(client, { kind: 'moving' });
      start(client);
      await this.#moved(client, `${client} to begin`);
    }
    for (const turn of schedule.turns) {
      if (await this.#take(turn, schedule)) taken.push(turn);
    }
    for (const client of schedule.clients) {
      for (let place = this.#place(client); place.kind === 'held'; place = this.#place(client)) {
        const turn = { client, step: place.step };
        await this.#release(turn, place.release);
        taken.push(turn);
      }
    }
    return taken;
  }

  /** Takes one turn; false if it is the confirmation of a write that was refused, which cannot be. */
  async #take(turn: Turn, schedule: Schedule): Promise<boolean> {
    const place = this.#place(turn.client);
    if (place.kind === 'held' && place.step === turn.step) {
      await this.#release(turn, place.release);
      return true;
    }
    if (turn.step === 'confirm') return false;
    throw new ImpossibleScheduleError(
      `the schedule "${printSchedule(schedule)}" cannot happen: at ${printTurn(turn)} ${turn.client} ` +
        `${where(place)}. Leave that step out, or let it come earlier`,
    );
  }

  async #release(turn: Turn, release: () => void): Promise<void> {
    this.#places.set(turn.client, { kind: 'moving' });
    release();
    await this.#moved(turn.client, printTurn(turn));
  }

  #place(client: string): Place {
    return this.#places.get(client) ?? { kind: 'moving' };
  }

  #set(client: string, place: Place): void {
    this.#places.set(client, place);
    this.#look();
  }

  /** Resolves when the client is held or answered; rejects when something broke or the deadline is over. */
  #moved(client: string, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => {
        this.broke(new Error(`gave up: waited ${this.#deadlineMs} ms for ${what}`));
      }, this.#deadlineMs);
      this.#look = () => {
        const failure = this.#failure;
        if (failure === undefined && this.#place(client).kind === 'moving') return;
        clearTimeout(deadline);
        if (failure === undefined) resolve();
        else reject(failure);
      };
      this.#look();
    });
  }
}

function where(place: Place): string {
  if (place.kind === 'answered') return `already had its answer, ${place.result}`;
  return place.kind === 'held' ? `was about to ${place.step}` : 'was on its way';
}
