import type { Random } from '../random.ts';
import type { Clock } from '../service/ports.ts';

/** A moment at which a worker is to be killed, and one from which on it is too late; microseconds of the clock. */
export interface Kill {
  readonly atUs: number;
  readonly untilUs: number;
}

export interface KillerPorts {
  /** When to kill, ascending. */
  readonly kills: readonly Kill[];
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
    // A failure is told where it is stopped.
    this.#done.catch(() => undefined);
  }

  /** Resolves when nothing is being killed or started any more. @throws Error if a worker could not be started */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#done;
  }

  async #killAll(): Promise<void> {
    const { kills, clock, random, victims, replace } = this.#ports;
    for (const { atUs, untilUs } of kills) {
      await this.#pause((atUs - clock()) / 1000);
      if (this.#stopped.signal.aborted) return;
      // Starting the one before took longer than the window had left; but a fault that was asked for strikes once at least.
      if (this.kills > 0 && clock() >= untilUs) continue;
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
