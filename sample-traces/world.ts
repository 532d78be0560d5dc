import type { AttemptRow } from '../src/harness/record/attempt-row.ts';
import { answer, type Answer } from '../src/harness/service/answer.ts';
import type { ReservationRequest } from '../src/harness/service/attempt.ts';
import type { Gate } from '../src/harness/service/ports.ts';
import type { Variant } from '../src/harness/service/variant.ts';
import { memoryStore } from '../src/harness/store/memory/memory-store.ts';
import type { VersionedStore } from '../src/harness/store/versioned-store.ts';
import { Draw } from './draw.ts';
import { slowStore, type WriteFault } from './slow-store.ts';
import { VirtualTime } from './virtual-time.ts';

const NETWORK_US = 300;
const COMPUTE_US = 400;

export interface WorldOptions {
  readonly seed: number;
  /** Units by key. */
  readonly inventory: ReadonlyMap<string, number>;
  readonly writeFaults?: ReadonlyMap<number, WriteFault>;
}

/** What a client asks for. */
export interface Wish extends Pick<ReservationRequest, 'id' | 'key' | 'clientId'> {
  readonly attemptsBefore?: number;
  /** The fault that the attempt meets, for the trace. */
  readonly fault?: string;
}

/** One worker of the simulated deployment; it serves one request at a time, the others queue. */
export type Worker = (request: ReservationRequest) => Promise<Answer>;

/**
 * A deployment in virtual time: the real service on the in-memory store, with a network, queues and a store that take
 * time. Everything that happens in it follows from the seed.
 */
export class World {
  readonly time = new VirtualTime();
  readonly draw: Draw;
  readonly inventory: ReadonlyMap<string, number>;
  /** The store itself, without its wire. */
  readonly store: VersionedStore = memoryStore();
  /** Every attempt, in the order in which clients had their answers. */
  readonly rows: AttemptRow[] = [];
  readonly #wire: VersionedStore;

  constructor({ seed, inventory, writeFaults = new Map<number, WriteFault>() }: WorldOptions) {
    this.draw = new Draw(seed);
    this.inventory = inventory;
    this.#wire = slowStore(this.store, this.time, this.draw, writeFaults);
  }

  /** @param gate what a worker waits for before each step; its own computing if not told */
  worker(id: string, variant: Variant, gate: Gate = () => this.#compute()): Worker {
    const deployment = id.slice(id.indexOf('@') + 1);
    const ports = { store: this.#wire, clock: this.time.clock, gate, workerId: id, deployment };
    let free: Promise<unknown> = Promise.resolve();
    return (request) => {
      const served = free.then(() => answer(request, variant, ports));
      free = served;
      return served;
    };
  }

  /** One request from now to its answer; its attempts become rows. */
  async reserve(worker: Worker, wish: Wish): Promise<Answer> {
    const dueUs = this.time.clock();
    await this.time.sleep(this.draw.latencyUs(NETWORK_US));
    const { id, key, clientId, attemptsBefore = 0, fault } = wish;
    const answered = await worker({ id, key, clientId, dueUs, attemptsBefore });
    await this.time.sleep(this.draw.latencyUs(NETWORK_US));
    for (const row of answered.attempts) {
      if (fault !== undefined) row.fault = fault;
      if (row === answered.attempts.at(-1)) row.endUs = this.time.clock();
      this.rows.push(row);
    }
    return answered;
  }

  /** Runs a scene from a full inventory to its end. */
  async play(scene: () => Promise<unknown>): Promise<void> {
    await this.store.load(this.inventory);
    await this.time.run(scene());
  }

  #compute(): Promise<void> {
    return this.time.sleep(this.draw.latencyUs(COMPUTE_US));
  }
}
