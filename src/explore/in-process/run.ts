import type { PlayedStep } from '../search/played.ts';
import type { Ending, Place, Run } from '../search/runner.ts';
import { Client, type ClientWorld } from './client.ts';
import { brokenBy } from './invariant.ts';
import type { RaceModule } from './module.ts';
import type { PlaceTable } from './place-table.ts';
import type { Recording } from './recording.ts';
import type { Seat } from './registry.ts';
import type { Watch, Watched } from './watch.ts';

/** What all runs of a module share. */
export interface RunWorld {
  readonly module: RaceModule;
  readonly clients: readonly ((context: unknown) => unknown)[];
  readonly names: readonly string[];
  readonly placeTable: PlaceTable;
  readonly watch: Watch;
  /** Whether a client's start waits for its turn as a step does. */
  readonly startIsStep: boolean;
}

const DONE = Promise.resolve();
/** What a client was answered that never came to its end. */
const STUCK = 'stuck';

/** One run of the clients of a module. */
export class InProcessRun implements Run, ClientWorld, Watched {
  readonly places: Place[] = [];
  readonly #world: RunWorld;
  readonly #seats: readonly Seat[];
  readonly context: unknown;
  readonly recording: Recording | undefined;
  readonly #clients: readonly Client[];
  /** How many are on their way, and how many were silent while others could go on. */
  #moving = 0;
  #parked = 0;
  #settled: (() => void) | undefined;
  #isOver = false;
  moves = 0;

  /** @param seats of each client, where its steps are taken from now on */
  constructor(world: RunWorld, seats: readonly Seat[], context: unknown, recording: Recording | undefined) {
    this.#world = world;
    this.#seats = seats;
    this.context = context;
    this.recording = recording;
    this.#clients = world.clients.map((ownFunction, index) => new Client(index, this, ownFunction));
    for (const client of this.#clients) seats[client.index]!.taker = client;
  }

  within<T>(client: Client, code: () => T): T {
    return this.#seats[client.index]!.run(code);
  }

  get placeTable(): PlaceTable {
    return this.#world.placeTable;
  }

  /** Whether nothing of it can still be under way. */
  get isClean(): boolean {
    return this.#clients.every(({ place, late, hasBegun }) =>
      hasBegun ? place?.at === 'over' && late.length === 0 : true,
    );
  }

  /** Holds the clients before their starts, or starts them one by one up to their first step. */
  start(): Promise<void> {
    this.#world.watch.watch(this);
    for (const client of this.#clients) {
      client.holdStart();
      this.places.push(client.place!);
    }
    return this.#world.startIsStep ? DONE : this.#startAll();
  }

  async #startAll(): Promise<void> {
    for (const client of this.#clients) {
      const settled = this.step(client.index);
      if (settled !== DONE) await settled;
    }
  }

  step(index: number): Promise<void> {
    const client = this.#clients[index]!;
    this.moves++;
    this.#moving++;
    client.motion = 'moving';
    client.release();
    this.changed(client);
    if (this.#isAtRest) return DONE;
    return new Promise((resolve) => {
      this.#settled = resolve;
    });
  }

  /** Others that a client let go on are on their way unseen: then only silence tells that they have come to rest. */
  get #isAtRest(): boolean {
    return this.#moving === 0 && this.#parked === 0;
  }

  changed(client: Client): void {
    const { place, motion } = client;
    if (place === undefined || this.#isOver) return;
    this.moves++;
    if (motion === 'moving') this.#moving--;
    else if (motion === 'parked') this.#parked--;
    client.motion = 'none';
    this.places[client.index] = place;
    if (this.#isAtRest) this.#settle();
  }

  quiet(isStuck: boolean): void {
    if (this.#settled === undefined) return;
    for (const client of this.#clients) {
      if (client.motion !== 'moving') continue;
      client.motion = 'parked';
      this.#moving--;
      this.#parked++;
      this.recording?.waited(client.index);
      this.places[client.index] = this.placeTable.parked(client.last);
    }
    if (isStuck || this.#parked === 0 || this.places.some(({ at }) => at === 'ready')) this.#settle();
  }

  #settle(): void {
    const settled = this.#settled;
    this.#settled = undefined;
    settled?.();
  }

  async end(): Promise<Ending> {
    this.#isOver = true;
    const names = this.#world.names;
    const codes = this.places.map((place) => (place.at === 'over' ? place.code : STUCK));
    const answers: Record<string, unknown> = {};
    for (const { index, answer } of this.#clients) answers[names[index]!] = answer;
    const broken = codes.includes(STUCK)
      ? `it never ends: ${this.#waits(names).join(' and ')}`
      : await brokenBy(this.#world.module, this.context, answers);
    return { codes, broken, ...this.#remarks(names) };
  }

  #waits(names: readonly string[]): readonly string[] {
    return this.#clients
      .filter(({ index }) => this.places[index]!.at !== 'over')
      .map(({ index, last }) => `${names[index]!} in "${last}"`);
  }

  #remarks(names: readonly string[]): Pick<Ending, 'notes' | 'doubts'> {
    const notes: string[] = [];
    const doubts: string[] = [];
    for (const { index, late, beside } of this.#clients) {
      for (const name of late) notes.push(`${names[index]!} had its answer before its step "${name}"`);
      for (const name of beside)
        doubts.push(
          `${names[index]!} began "${name}" beside another step of its own; only one order of the two was explored`,
        );
    }
    return { notes, doubts };
  }

  played(): readonly PlayedStep[] {
    return this.recording?.steps ?? [];
  }

  async abandon(): Promise<void> {
    for (const client of this.#clients) {
      if (client.place?.at === 'over' || !client.hasBegun) continue;
      if (client.motion === 'none') this.#moving++;
      client.motion = 'moving';
    }
    for (const client of this.#clients) client.free();
    // They end as quickly as they can, or are stuck; either way the next setup begins anew.
    if (!this.#isAtRest)
      await new Promise<void>((resolve) => {
        this.#settled = resolve;
      });
    this.#isOver = true;
  }
}
