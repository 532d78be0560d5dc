import { printable } from '../../core/words/printable.ts';
import { START, type Place } from '../search/runner.ts';
import { nowUs } from '../tap/monotonic.ts';
import type { Unit, UnitOutcome } from '../tap/unit.ts';
import { Client, type HeldUnit } from './client.ts';
import type { Database } from './database.ts';
import { Events } from './events.ts';
import { merged } from './footprints.ts';
import { Owners } from './owner.ts';
import { expected, NO_PROFILE, type Profiles } from './profile.ts';
import type { Answer } from './request.ts';
import { Settling } from './settling.ts';
import { soughtText } from './step-sites.ts';
import { shapeOf } from './statement.ts';
import type { ProcessState } from './waits.ts';

/** A request that can be sent. */
export interface ServiceRequest {
  readonly name: string;
  /** Sends it; the header lets SQL comments of an instrumented service name it. Never rejects. */
  send(traceparent: string, signal: AbortSignal): Promise<Answer>;
}

/** How a round is made. */
export interface RoundKind {
  readonly profiles: Profiles;
  /** Whether sending a request is a step of its own; else all are sent at the beginning, in their order. */
  readonly isStartStep: boolean;
  /** A client that is silent for so long, while nothing of it is under way and another one is, waits for that one. */
  readonly parkMs: number;
  /** A client with its answer that is silent for so long has no more to send. */
  readonly lateMs: number;
  /** Whether it is an error if such a client goes on by itself. */
  readonly isExact: boolean;
}

/** What a round needs of the world. */
export interface RoundOptions extends RoundKind {
  readonly requests: readonly ServiceRequest[];
  readonly interrupted: AbortSignal;
  readonly database: Database;
  /** Called with each statement that a step names, as the service has it. */
  readonly onText: (label: string, text: string) => void;
  /** Whether a unit is one of those that are of no request. */
  readonly isBackground: (unit: Unit) => boolean;
  /** What the server's process of a connection does, as the tap sees it. */
  readonly stateOf: (process: number) => ProcessState;
  /** Whether a connection is open and in a transaction. */
  readonly isInTransaction: (connection: number) => boolean;
}

/** A step that was taken, as it is told of. */
export interface TakenStep {
  readonly client: string;
  /** Undefined for the start of a request. */
  readonly unit: Unit | undefined;
  /** As its place had it. */
  readonly label: string;
  /** When it was let go: microseconds of the machine's monotonic clock. */
  readonly startUs: number;
  /** Whether it had to wait when it was let go. */
  waited: 'blocked' | 'parked' | undefined;
  /** Undefined while it is under way. */
  outcome: UnitOutcome | undefined;
}

/** A client went on by itself after it had been silent for long: silence does not mean here that it waits. */
export class EarlyParkError extends Error {
  override readonly name = 'EarlyParkError';
}

/** Requests under way, each held before each of its statements. */
export class Round {
  readonly places: Place[];
  readonly steps: TakenStep[] = [];
  readonly doubts = new Set<string>();
  readonly clients: readonly Client[];
  readonly events = new Events();
  readonly owners: Owners;
  readonly #options: RoundOptions;
  readonly #settling: Settling;
  readonly #abort = new AbortController();
  /** Clients that are parked, with the completions by then. */
  readonly #parked = new Map<Client, number>();
  #isFree = false;
  #failure: Error | undefined;

  constructor(options: RoundOptions) {
    this.#options = options;
    this.clients = options.requests.map(({ name }) => new Client(name));
    this.owners = new Owners(this.clients, options.profiles);
    this.places = this.clients.map(() => ({ at: 'ready', label: START, footprint: undefined }));
    this.#settling = new Settling({
      clients: this.clients,
      database: options.database,
      interrupted: options.interrupted,
      events: this.events,
      parkMs: options.parkMs,
      lateMs: options.lateMs,
      mayFollow: (client) => this.#mayFollow(client),
      stateOf: options.stateOf,
    });
  }

  /** Aborted when the round is not wanted any longer. */
  get interrupted(): AbortSignal {
    return this.#options.interrupted;
  }

  /** Sends the requests, one after the other, unless that is a step. */
  async begin(): Promise<void> {
    if (this.#options.isStartStep) return;
    for (const client of this.clients) {
      this.#send(client);
      await this.#settle();
    }
  }

  /** Sends all requests at once, and waits for nothing. */
  sendAll(): void {
    for (const client of this.clients) this.#send(client);
  }

  /** What the tap asks of each unit. */
  hold(unit: Unit): Promise<void> | undefined {
    this.events.moved();
    void unit.done.then((outcome) => {
      this.#done(unit, outcome);
    });
    if (this.#isFree) {
      this.owners.ownerOf(unit)?.client.outstanding.add(unit);
      return undefined;
    }
    if (this.#options.isBackground(unit) && unit.status === 'idle') return undefined;
    if (unit.pass !== undefined) {
      this.#passed(unit);
      return undefined;
    }
    return this.#held(unit);
  }

  /** Lets a client take its step, and waits until all is settled. */
  async step(index: number): Promise<void> {
    const client = this.clients[index]!;
    client.taken++;
    const next = client.held.shift();
    if (next === undefined) this.#send(client);
    else this.#forward(client, next);
    await this.#settle();
  }

  /** Lets everything go from now on. */
  free(): void {
    this.#isFree = true;
    for (const client of this.clients) for (const held of client.held.splice(0)) this.#forward(client, held);
  }

  #forward(client: Client, { unit, label, release }: HeldUnit): void {
    this.#took(client, unit, label);
    client.outstanding.add(unit);
    this.events.released();
    release();
  }

  /** Gives the requests up that have no answer yet. */
  abort(): void {
    this.#abort.abort();
  }

  /** Whether a client has its answer and nothing of it is under way. */
  isOver(client: Client): boolean {
    return this.#settling.isOver(client);
  }

  /** Whether a transaction of a client is open. */
  leavesOpen(client: Client): boolean {
    return this.owners.connectionsOf(client).some((connection) => this.#options.isInTransaction(connection));
  }

  async #settle(): Promise<void> {
    await this.#settling.settle();
    if (this.#failure !== undefined) throw this.#failure;
    this.#look();
  }

  #send(client: Client): void {
    const request = this.#options.requests[this.clients.indexOf(client)]!;
    client.isStarted = true;
    client.freeSinceMs = performance.now();
    if (this.#options.isStartStep) this.#took(client, undefined, START);
    this.events.released();
    this.events.completions++;
    void request.send(client.traceparent, this.#abort.signal).then((answer) => {
      client.answer = answer;
      this.events.completed();
    });
  }

  #took(client: Client, unit: Unit | undefined, label: string): void {
    const startUs = nowUs();
    this.steps.push({ client: client.name, unit, label, startUs, waited: undefined, outcome: undefined });
    client.lastLabel = label;
  }

  #passed(unit: Unit): void {
    if (unit.pass === 'copy' || unit.pass === 'not-understood')
      this.doubts.add(`"${printable(shapeOf(unit)) || unit.pass}" passed unheld`);
    if (unit.begins) this.owners.ownerOf(unit)?.client.outstanding.add(unit);
  }

  #held(unit: Unit): Promise<void> | undefined {
    const owner = this.owners.ownerOf(unit);
    const text = printable(shapeOf(unit));
    if (owner === undefined) {
      this.doubts.add(`"${text}" came from no request that could have sent it`);
      return undefined;
    }
    const { client, isAmbiguous } = owner;
    if (isAmbiguous) this.doubts.add(`"${text}" may be of any of the requests; ${client.name} was assumed`);
    if (!client.canSend)
      this.doubts.add(`${client.name} sends statements side by side, of which one order was tried`);
    if (this.#options.isExact && this.#parked.get(client) === this.events.completions)
      this.#failure ??= new EarlyParkError(`${client.name} went on by itself after a silence`);
    return new Promise((release) => {
      const held = this.#arrived(client, unit, release);
      unit.abandoned.addEventListener('abort', () => {
        const at = client.held.indexOf(held);
        if (at >= 0) client.held.splice(at, 1);
        release();
        this.events.moved();
      });
    });
  }

  #arrived(client: Client, unit: Unit, release: () => void): HeldUnit {
    const profile = this.#options.profiles.get(client.name) ?? NO_PROFILE;
    const shape = shapeOf(unit);
    const known = expected(profile, client).filter((step) => step.shape === shape);
    const label = printable(shape);
    const held: HeldUnit = { unit, release, label, footprint: merged(known.map((step) => step.footprint)) };
    const text = soughtText(unit);
    if (text !== undefined) this.#options.onText(label, text);
    client.held.push(held);
    client.shapes.push(shape);
    if (client.answer !== undefined) client.late++;
    return held;
  }

  #done(unit: Unit, outcome: UnitOutcome): void {
    for (const client of this.clients)
      if (client.outstanding.delete(unit)) client.freeSinceMs = performance.now();
    const step = this.steps.find((each) => each.unit === unit);
    if (step !== undefined) step.outcome = outcome;
    this.events.completed();
  }

  #look(): void {
    this.#parked.clear();
    this.clients.forEach((client, index) => {
      const place = this.#placeOf(client);
      this.places[index] = place;
      if (place.at === 'parked') this.#parked.set(client, this.events.completions);
      if (place.at === 'parked' || place.at === 'blocked') {
        const last = this.steps.findLast((step) => step.client === client.name);
        if (last !== undefined) last.waited ??= place.at;
      }
    });
  }

  #placeOf(client: Client): Place {
    const { held, isStarted, answer, outstanding, lastLabel: label } = client;
    if (!isStarted) return { at: 'ready', label: START, footprint: undefined };
    if (outstanding.size > 0) return { at: 'blocked', label };
    const [next] = held;
    if (next !== undefined) return { at: 'ready', label: next.label, footprint: next.footprint };
    return this.isOver(client) ? { at: 'over', code: answer!.code } : { at: 'parked', label };
  }

  /** Whether a client that has its answer will send something, as far as is known. */
  #mayFollow(client: Client): boolean {
    return this.#options.profiles.get(client.name)?.isLate !== false || this.leavesOpen(client);
  }
}
