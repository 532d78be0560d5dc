/** Clients of a simulated service that take turns by a seed, and the record of what really happened. */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Result } from '../../../../src/core/words/codes.ts';
import type { Attempt } from '../check/history-language.ts';

/** Goes on one step at a time; between two steps it is others' turn. */
export type Program<Returned = void> = Generator<undefined, Returned>;

/** A record of inventory in a store. */
export class Shelf {
  value: number;
  version: number;
  /** The version that the store gave last; mostly the record's. */
  counter: number;
  /** How often the record began anew. */
  incarnation = 0;

  constructor(value: number, version: number) {
    this.value = value;
    this.version = version;
    this.counter = version;
  }

  /** Becomes what another copy is. */
  copy(other: Shelf): void {
    Object.assign(this, other);
  }
}

/** A write that a store really made. */
export interface AppliedWrite {
  readonly attempt: AttemptInHand;
  readonly base: number;
  readonly made: number;
  readonly incarnation: number;
}

type Row = { -readonly [name in keyof Attempt]: Attempt[name] };

/** An attempt while it is served; its row says all that happened to it. */
export class AttemptInHand {
  readonly row: Row;
  readonly units: number;
  /** Of the record that was read. */
  incarnation = 0;
  readonly #simulation: Simulation;
  readonly #done: Map<string, AttemptInHand>;

  /** `done` keeps the attempts that wrote, by request. */
  constructor(
    simulation: Simulation,
    done: Map<string, AttemptInHand>,
    asked: Pick<Attempt, 'request' | 'key' | 'client'> & { units: number; retry: number },
  ) {
    this.#done = done;
    this.#simulation = simulation;
    this.units = asked.units;
    this.row = { ...asked, result: 'timeout', start: simulation.nowUs };
  }

  read(from: Shelf): void {
    this.incarnation = from.incarnation;
    this.row.read = from.version;
    this.row.readValue = from.value;
    this.row.readAt = this.#simulation.nowUs;
  }

  /** Takes what an earlier attempt had read for its own. */
  resume({ row }: AttemptInHand): void {
    this.row.read = row.read;
    this.row.readValue = row.readValue;
  }

  /** Whether what was read has the units that were asked for. */
  get isEnough(): boolean {
    return this.row.readValue! >= this.units;
  }

  isCurrent(on: Shelf): boolean {
    return this.row.read === on.version && this.incarnation === on.incarnation;
  }

  /** Writes what the value read leaves, whatever the record is now. */
  write(to: Shelf): void {
    const base = Number(this.row.read);
    to.version = ++to.counter;
    to.value = this.row.readValue! - this.units;
    if (to.version <= base) to.incarnation++;
    this.row.write = to.version;
    this.row.writeValue = to.value;
    this.row.writeAt = this.#simulation.nowUs;
    this.#done.set(this.row.request, this);
    this.#simulation.writes.push({ attempt: this, base, made: to.version, incarnation: to.incarnation });
  }

  /** Answers with the version that an earlier attempt of the request made. */
  repeat(earlier: AttemptInHand): void {
    this.row.write = earlier.row.write;
  }

  /** The connection breaks: what was not written by now never will be. */
  breakOff(): Result {
    if (this.row.write !== undefined) return 'timeout';
    this.row.read = this.row.readValue = this.row.readAt = undefined;
    return 'retry';
  }

  answer(result: Result): void {
    this.row.result = result;
    this.row.end = this.#simulation.nowUs;
    this.#simulation.attempts.push(this);
  }
}

/** One run. */
export class Simulation {
  /** Those that have been answered, in that order. */
  readonly attempts: AttemptInHand[] = [];
  readonly writes: AppliedWrite[] = [];
  nowUs = 0;
  readonly #random: ReturnType<typeof xoroshiro128plus>;

  constructor(seed: number) {
    this.#random = xoroshiro128plus(seed);
  }

  get rows(): Attempt[] {
    return this.attempts.map(({ row }) => row);
  }

  /** A whole number from 0 to below a limit. */
  below(limit: number): number {
    return uniformInt(this.#random, 0, limit - 1);
  }

  /** Runs programs to their ends. */
  run(programs: readonly Program[]): void {
    const going = [...programs];
    while (going.length > 0) {
      this.nowUs += 1000;
      const index = this.below(going.length);
      if (going[index]!.next().done === true) going.splice(index, 1);
    }
  }
}
