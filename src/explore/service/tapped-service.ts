import type { Ending, Run, Runner } from '../search/runner.ts';
import { startTap } from '../tap/start-tap.ts';
import type { Tap } from '../tap/tap.ts';
import type { Unit } from '../tap/unit.ts';
import type { Database } from './database.ts';
import { finish, leftOpen } from './finish.ts';
import type { Ground } from './ground.ts';
import { playedSteps } from './played-steps.ts';
import { Round, type RoundKind, type ServiceRequest, type TakenStep } from './round.ts';
import { shapeOf, textOf } from './statement.ts';
import type { ProcessState } from './waits.ts';

/** What a tapped service is made of. */
export interface ServiceSetup {
  /** The database, as the explorer reaches it. */
  readonly upstream: string;
  /** Where the tap listens: what the service's own database URL names. */
  readonly host: string;
  readonly port: number;
  readonly database: Database;
  readonly ground: Ground;
  readonly requests: readonly ServiceRequest[];
  /** Whether the user has said that a statement is of no request. */
  readonly isBackground: (text: string) => boolean;
  /** Statements that come in such a time without a request are of none. */
  readonly backgroundMs: number;
  /** A request alone is silent for less than that between its answer and what comes after it. */
  readonly lateMs: number;
  readonly interrupted: AbortSignal;
  /** Columns whose values may be shown. */
  readonly columns: ReadonlySet<string>;
  readonly say: (sentence: string) => void;
}

/** Silence by which a request has nothing more to send, at the least. */
export const LEAST_SILENCE_MS = 25;

/**
 * A service whose database is tapped, as a world of schedules: requests are its clients, and what they send to the database
 * their steps.
 */
export class TappedService implements Runner {
  readonly clients: readonly string[];
  readonly setup: ServiceSetup;
  #kind: RoundKind = {
    isStartStep: true,
    parkMs: LEAST_SILENCE_MS,
    lateMs: LEAST_SILENCE_MS,
    isExact: true,
    profiles: new Map(),
  };
  /** Shapes of statements that came while no request was under way. */
  readonly background = new Set<string>();
  /** Whether statements of two requests have ever come between each other. */
  hasOverlapped = false;
  /** A statement of each label, as the service sends it. */
  readonly texts = new Map<string, string>();
  #hasParked = false;
  #tap: Tap | undefined;
  #round: Round | undefined;

  constructor(setup: ServiceSetup) {
    this.setup = setup;
    this.clients = setup.requests.map(({ name }) => name);
  }

  /** Starts the tap. @throws Error with a sentence */
  async listen(): Promise<Tap> {
    const { upstream, host, port, columns, say } = this.setup;
    this.#tap = await startTap({ upstream, host, port, columns, say, hold: (unit) => this.#hold(unit) });
    return this.#tap;
  }

  /** Says how the rounds of the runs from now on are made. */
  exploreAs(kind: RoundKind): void {
    this.#kind = kind;
  }

  /** Silence says less than was thought: from now on there is more of it. */
  waitLonger(): void {
    this.#kind = { ...this.#kind, parkMs: 4 * this.#kind.parkMs };
  }

  /** Whether a request was seen to wait for what is not the database, so that the order in which they are sent matters. */
  get mustOrderStarts(): boolean {
    return this.#hasParked && !this.#kind.isStartStep;
  }

  /** From now on each request is sent in its turn. */
  orderStarts(): void {
    this.#kind = { ...this.#kind, isStartStep: true, parkMs: this.#kind.lateMs };
  }

  /** Resets the store and makes a round, which has not begun. */
  async round(kind: RoundKind): Promise<Round> {
    await this.setup.ground.reset();
    const { requests, database, interrupted } = this.setup;
    this.#round = new Round({
      ...kind,
      requests,
      database,
      interrupted,
      onText: (label, text) => {
        if (!this.texts.has(label)) this.texts.set(label, text);
      },
      isBackground: (unit) => this.#isBackground(unit),
      stateOf: (process) => this.#stateOf(process),
      isInTransaction: (id) => this.#open().some((each) => each.id === id && each.status !== 'idle'),
    });
    return this.#round;
  }

  /** Takes the requests of a round to their ends, and ends what they leave behind. */
  async finish(round: Round): Promise<void> {
    await finish(round, this.#tap!, this.setup.database);
    this.#round = undefined;
  }

  async begin(): Promise<Run> {
    const round = await this.round(this.#kind);
    await round.begin();
    return {
      places: round.places,
      step: async (client) => {
        await round.step(client);
        this.#hasParked ||= round.places.some(({ at }) => at === 'parked');
      },
      abandon: () => this.finish(round),
      end: () => this.#end(round),
      played: () => playedSteps(round.steps, this.clients, this.setup.columns),
    };
  }

  /** Ends the tap; the service connects again when there is one. */
  async close(): Promise<void> {
    if (this.#round !== undefined) await this.finish(this.#round);
    await this.#tap?.close();
  }

  async #end(round: Round): Promise<Ending> {
    const codes = round.clients.map((client) => (round.isOver(client) ? client.answer!.code : 'stuck'));
    const notes = notesOf(round);
    const open = leftOpen(round, this.#tap!).map((name) => `${name} left a transaction open`);
    const broken = await this.setup.ground.violation();
    this.hasOverlapped ||= isOverlapping(round.steps);
    await this.finish(round);
    return { codes, broken, notes: [...notes, ...open], doubts: [...round.doubts] };
  }

  #hold(unit: Unit): Promise<void> | undefined {
    if (this.#round !== undefined) return this.#round.hold(unit);
    if (unit.pass === undefined) this.background.add(shapeOf(unit));
    return undefined;
  }

  #isBackground(unit: Unit): boolean {
    return this.background.has(shapeOf(unit)) || this.setup.isBackground(textOf(unit));
  }

  #stateOf(process: number): ProcessState {
    const connection = this.#open().find(({ backendPid }) => backendPid === process);
    if (connection === undefined) return 'foreign';
    return connection.outstanding.length > 0 ? 'busy' : 'still';
  }

  #open() {
    return this.#tap!.connections().filter(({ isClosed }) => !isClosed);
  }
}

/** What belongs to the outcome of a round besides answers and invariant. */
function notesOf({ steps, clients }: Round): readonly string[] {
  const notes: string[] = [];
  for (const name of new Set(
    steps.filter(({ outcome }) => outcome?.error?.code === '40P01').map((step) => step.client),
  ))
    notes.push(`${name} was ended by a deadlock (40P01)`);
  for (const { name, late } of clients)
    if (late > 0) notes.push(`${name} answered before its last statement`);
  return notes.sort();
}

/** Whether a request had statements both before and after one of another request. */
function isOverlapping(steps: readonly TakenStep[]): boolean {
  const order = steps.filter(({ unit }) => unit !== undefined).map(({ client }) => client);
  return order.some((client, index) => order[index - 1] !== client && order.indexOf(client) < index);
}
