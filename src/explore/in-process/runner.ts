import { messageOf } from '../../core/words/errors.ts';
import { clipped } from '../../core/words/printable.ts';
import type { Run, Runner } from '../search/runner.ts';
import { bounded } from './bounded.ts';
import { RaceModuleError, type RaceModule } from './module.ts';
import { PlaceTable } from './place-table.ts';
import { Recording } from './recording.ts';
import { newSeat, type Seat } from './registry.ts';
import { InProcessRun, type RunWorld } from './run.ts';
import { isThenable } from './thenable.ts';
import { Watch, type Silence } from './watch.ts';

/** How the clients of a module are run. */
export interface InProcessOptions extends Silence {
  /**
   * Whether a client's start waits for its turn as a step does. Without, all clients have begun before the first step: right
   * only where nothing before their first steps has to do with other clients.
   */
  readonly startIsStep: boolean;
}

/** A {@link Runner} of functions in this process. */
export class InProcessRunner implements Runner {
  readonly clients: readonly string[];
  readonly #world: RunWorld;
  #context: unknown;
  #seats: readonly Seat[] = [];
  #run: InProcessRun | undefined;

  constructor(module: RaceModule, { startIsStep, ...silence }: InProcessOptions) {
    this.clients = [...module.clients.keys()];
    this.#world = {
      module,
      clients: [...module.clients.values()],
      names: this.clients,
      placeTable: new PlaceTable(),
      watch: new Watch(silence),
      startIsStep,
    };
  }

  async begin(isRecorded = false): Promise<Run> {
    const context = this.#setUp();
    this.#context = isThenable(context) ? await settled(context) : context;
    // What is left of a run that was not clean keeps its seat, so that it takes no step of this one.
    if (this.#run?.isClean !== true) this.#seats = this.clients.map(newSeat);
    const recording = isRecorded ? new Recording(this.#world.startIsStep) : undefined;
    this.#run = new InProcessRun(this.#world, this.#seats, this.#context, recording);
    await this.#run.start();
    return this.#run;
  }

  #setUp(): unknown {
    try {
      return this.#world.module.setup?.();
    } catch (error) {
      throw failed('setup', error);
    }
  }

  /** Lets the module close what it opened. */
  async close(): Promise<void> {
    this.#world.watch.close();
    try {
      const closed = this.#world.module.close?.(this.#context);
      if (isThenable(closed)) await bounded(closed, 'close');
    } catch (error) {
      throw failed('close', error);
    }
  }
}

async function settled(context: PromiseLike<unknown>): Promise<unknown> {
  try {
    return await bounded(context, 'setup');
  } catch (error) {
    throw failed('setup', error);
  }
}

function failed(name: 'setup' | 'close', error: unknown): RaceModuleError {
  if (error instanceof RaceModuleError) return error;
  return new RaceModuleError(`${name} failed: ${clipped(messageOf(error), 300)}`, { cause: error });
}
