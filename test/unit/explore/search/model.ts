import type { Footprint } from '../../../../src/explore/search/footprint.ts';
import type { PlayedStep } from '../../../../src/explore/search/played.ts';
import type { Ending, Place, Run, Runner } from '../../../../src/explore/search/runner.ts';
import type { SearchOptions } from '../../../../src/explore/search/search.ts';

/** A store of named cells, and what each client remembers. */
export interface World {
  readonly cells: Record<string, number>;
  readonly seen: Record<string, number>[];
  /** Which client holds a lock. */
  readonly locks: Map<string, number>;
}

/** One step of a client: a statement of a small language, with all that it touches. */
export type Step =
  | { readonly read: string }
  /** Writes the value that the client read last of the cell, less one. */
  | { readonly take: string }
  | { readonly write: string; readonly value: number }
  | { readonly lock: string }
  | { readonly unlock: string };

/** What is said of a run of the model. */
export interface Rules {
  readonly holds: (world: World) => boolean;
  readonly footprintOf: (step: Step) => Footprint | undefined;
  /** Whether it can be seen that a client waits for a lock. */
  readonly waitsAs: 'blocked' | 'parked';
}

/** Options of a search without bounds that a test would reach. */
export const UNBOUNDED: SearchOptions = {
  reduce: false,
  maxSchedules: Infinity,
  maxSeconds: 60,
  maxSteps: 100,
};

/** Clients `A`, `B`, … that each do a list of steps on cells that are 1 at first. */
export function model(
  programs: readonly (readonly Step[])[],
  { holds = () => true, footprintOf = exactly, waitsAs = 'blocked' }: Partial<Rules> = {},
): Runner {
  const clients = programs.map((_, index) => String.fromCharCode(65 + index));
  return {
    clients,
    begin: () => Promise.resolve(new ModelRun(programs, { holds, footprintOf, waitsAs })),
  };
}

/** What a step touches. */
export function exactly(step: Step): Footprint {
  const [[kind, name]] = Object.entries(step) as [[string, string]];
  const names = [name];
  return {
    reads: kind === 'read' ? names : [],
    locks: kind === 'lock' ? names : [],
    writes: kind === 'read' || kind === 'lock' ? [] : names,
  };
}

class ModelRun implements Run {
  readonly places: Place[];
  readonly #programs: readonly (readonly Step[])[];
  readonly #rules: Rules;
  readonly #at: number[];
  readonly #world: World;

  constructor(programs: readonly (readonly Step[])[], rules: Rules) {
    this.#programs = programs;
    this.#rules = rules;
    this.#at = programs.map(() => 0);
    this.#world = { cells: {}, seen: programs.map(() => ({})), locks: new Map() };
    this.places = programs.map((_, client) => this.#placeOf(client));
  }

  step(client: number): Promise<void> {
    if (this.places[client]!.at !== 'ready') throw new Error(`client ${client} is not ready`);
    this.#take(client);
    return Promise.resolve();
  }

  #take(client: number): void {
    const step = this.#programs[client]![this.#at[client]!]!;
    const { cells, seen, locks } = this.#world;
    if ('lock' in step && locks.has(step.lock)) {
      this.places[client] = { at: this.#rules.waitsAs, label: labelOf(step) };
      return;
    }
    if ('read' in step) seen[client]![step.read] = cells[step.read] ?? 1;
    if ('take' in step) cells[step.take] = (seen[client]![step.take] ?? 1) - 1;
    if ('write' in step) cells[step.write] = step.value;
    if ('lock' in step) locks.set(step.lock, client);
    this.#at[client]!++;
    this.places[client] = this.#placeOf(client);
    if (!('unlock' in step)) return;
    locks.delete(step.unlock);
    const waiting = this.places.findIndex(
      (place, other) => place.at === this.#rules.waitsAs && this.#waitsFor(other) === step.unlock,
    );
    if (waiting >= 0) this.#take(waiting);
  }

  #waitsFor(client: number): string {
    const step = this.#programs[client]![this.#at[client]!]!;
    return 'lock' in step ? step.lock : '';
  }

  #placeOf(client: number): Place {
    const step = this.#programs[client]![this.#at[client]!];
    if (step === undefined) return { at: 'over', code: JSON.stringify(this.#world.seen[client]) };
    return { at: 'ready', label: labelOf(step), footprint: this.#rules.footprintOf(step) };
  }

  end(): Promise<Ending> {
    const codes = this.places.map((place) => (place.at === 'over' ? place.code : 'stuck'));
    const { cells } = this.#world;
    const notes = [JSON.stringify(Object.entries(cells).sort())];
    const broken = this.#rules.holds(this.#world) ? undefined : 'it does not hold';
    return Promise.resolve({ codes, broken, notes, doubts: [] });
  }

  played(): readonly PlayedStep[] {
    return [];
  }

  abandon(): Promise<void> {
    return Promise.resolve();
  }
}

function labelOf(step: Step): string {
  return Object.entries(step)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
