import type { Random } from '../load/random.ts';
import type { Clock } from '../service/ports.ts';

export interface KillerPorts {
  /** When to kill, ascending, in microseconds of the clock. */
  readonly times: readonly number[];
  readonly clock: Clock;
  /** Chooses the victim. */
  readonly random: Random;
  /** How many there are to choose from. */
  readonly victims: number;
  /** Kills one of them and puts another in its place. */
  readonly replace: (victim: number) => Promise<void>;
}

/** Kills workers at their times until it is stopped. */
export class WorkerKiller {
  kills = 0;
  readonly #ports: KillerPorts;
  readonly #stopped = new AbortController();
  readonly #done: Promise<void>;

  constructor(ports: KillerPorts) {
    this.#ports = ports;
    this.#done = this.#killAll();
    // Whoever stops it hears of a failure.
    this.#done.catch(() => undefined);
  }

  /** Resolves when nothing is being killed or started any more. @throws Error if a worker could not be started */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#done;
  }

  async #killAll(): Promise<void> {
    const { times, clock, random, victims, replace } = this.#ports;
    for (const us of times) {
      await this.#pause((us - clock()) / 1000);
      if (this.#stopped.signal.aborted) return;
      this.kills++;
      await replace(Math.floor(random() * victims));
    }
  }

  #pause(ms: number): Promise<void> {
    const { signal } = this.#stopped;
    return new Promise((resolve) => {
      const ended = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', ended);
        resolve();
      };
      const timer = setTimeout(ended, Math.max(0, ms));
      if (signal.aborted) ended();
      else signal.addEventListener('abort', ended);
    });
  }
}
