import { setImmediate } from 'node:timers/promises';

interface Sleeper {
  readonly atUs: number;
  readonly wake: () => void;
}

/**
 * A clock that stands still while anything is being done and then jumps to the next moment at which somebody wakes. So a
 * minute of traffic takes a moment, and the same seed makes the same trace on every machine.
 */
export class VirtualTime {
  #nowUs = 0;
  /** Earliest last, and of those at one moment the one that fell asleep first. */
  readonly #sleepers: Sleeper[] = [];

  readonly clock = (): number => this.#nowUs;

  /** Resolves this many microseconds later. */
  sleep(us: number): Promise<void> {
    return new Promise((wake) => {
      const atUs = this.#nowUs + Math.round(us);
      const after = this.#sleepers.findLastIndex((other) => other.atUs > atUs);
      this.#sleepers.splice(after + 1, 0, { atUs, wake });
    });
  }

  /** Lets time pass until the work is done. @throws Error if it waits for something that no clock brings */
  async run<T>(work: Promise<T>): Promise<T> {
    let running = true;
    const done = work.finally(() => {
      running = false;
    });
    done.catch(() => undefined);
    for (;;) {
      // A turn of the event loop: everybody who was awake has come to wait again.
      await setImmediate();
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- `finally` changes it meanwhile
      if (!running) return done;
      const next = this.#sleepers.pop();
      if (next === undefined) throw new Error('nobody is asleep and the work is not done');
      this.#nowUs = next.atUs;
      next.wake();
    }
  }
}
