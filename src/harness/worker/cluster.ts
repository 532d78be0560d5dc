import { randomBytes } from 'node:crypto';
import type { FaultWindow } from '../fault/windows.ts';
import { HttpClient } from '../http/http-client.ts';
import type { ServiceChoice } from '../service/variants.ts';
import type { Admission } from './balancer.ts';
import type { StoreDelay, StoreFaults } from './messages.ts';
import type { ProcessTimes } from './process-times.ts';
import { startProcess, type ProcessEvents, type ServiceProcess } from './service-process.ts';

/** How long a worker that listens may take for its first answer. */
const GREETING_MS = 30_000;

/** The id of the balancer's process. */
export const BALANCER = 'balancer';

/** The service as it runs: worker processes that share a store, behind one address. */
export interface Cluster {
  /** Where clients send their requests on the loopback interface, and what they must bear. */
  readonly port: number;
  readonly token: string;
  /** Those that run now. */
  readonly workers: readonly ServiceProcess[];
  /** Tells every worker, those that come later included, when its store is to fail. */
  disturb(windows: readonly FaultWindow[], seed: number): void;
  /**
   * Kills the worker at an index of {@link workers}, whatever it is doing, and starts another in its place, under an id
   * that no worker has had.
   * @throws Error if it cannot be started
   */
  replace(index: number): Promise<void>;
  /** What each process has used since it started, by its id; one that does not answer is left out. */
  times(): Promise<ReadonlyMap<string, ProcessTimes>>;
  /** Ends every process; resolves when none is left. */
  stop(): Promise<void>;
}

export interface ClusterOptions extends ServiceChoice {
  readonly workers: number;
  /** How many of them, the last ones, are the canary; none unless told. */
  readonly canary?: number;
  /** Where workers keep journals of their attempts; without it they keep none. */
  readonly journalFolder?: string;
  /** A store that several processes can open. */
  readonly storeUrl: string;
  readonly storeDelay?: StoreDelay;
  /** Whether a schedule holds every step. */
  readonly scheduled: boolean;
  readonly admission: Admission;
}

/** Starts workers `w1@VARIANT`, `w2@VARIANT` … and the balancer; if one does not start, none is left running. */
export async function startCluster(options: ClusterOptions, events: ProcessEvents): Promise<Cluster> {
  const cluster = new RunningCluster(options, events);
  try {
    await cluster.start();
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

class RunningCluster implements Cluster {
  readonly token = randomBytes(32).toString('base64url');
  readonly workers: ServiceProcess[] = [];
  readonly #options: ClusterOptions;
  readonly #events: ProcessEvents;
  #balancer: ServiceProcess | undefined;
  #faults: StoreFaults | undefined;
  #workersEver = 0;

  constructor(options: ClusterOptions, events: ProcessEvents) {
    this.#options = options;
    this.#events = events;
  }

  get port(): number {
    return this.#balancer?.port ?? 0;
  }

  async start(): Promise<void> {
    const starting = Array.from({ length: this.#options.workers }, (_, index) => this.#startWorker(index));
    for (const outcome of await Promise.allSettled(starting))
      if (outcome.status === 'fulfilled') this.workers.push(outcome.value);
    await Promise.all(starting);
    const { token } = this;
    const { admission } = this.#options;
    this.#balancer = await startProcess(
      { role: 'balancer', id: BALANCER, token, ports: this.#ports(), admission },
      this.#events,
    );
    await greetEveryWorker(this);
  }

  disturb(windows: readonly FaultWindow[], seed: number): void {
    const faults = { windows, seed };
    this.#faults = faults;
    for (const worker of this.workers) worker.tell({ kind: 'faults', faults });
  }

  async replace(index: number): Promise<void> {
    const [killed] = this.workers.splice(index, 1);
    const gone = killed?.kill();
    this.#balancer?.tell({ kind: 'workers', ports: this.#ports() });
    await gone;
    this.workers.splice(index, 0, await this.#startWorker(index));
    this.#balancer?.tell({ kind: 'workers', ports: this.#ports() });
  }

  async times(): Promise<ReadonlyMap<string, ProcessTimes>> {
    const asked = this.#processes().map(async (each) => [each.id, await each.times()] as const);
    const answers = await Promise.all(asked);
    return new Map(answers.flatMap(([id, times]) => (times === undefined ? [] : [[id, times] as const])));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#processes().map((process) => process.stop()));
  }

  #processes(): readonly ServiceProcess[] {
    return this.#balancer === undefined ? this.workers : [...this.workers, this.#balancer];
  }

  /** @param index its place in {@link workers}, which says what it is in the rollout */
  #startWorker(index: number): Promise<ServiceProcess> {
    const { variant, idempotent, storeUrl, storeDelay, scheduled, journalFolder } = this.#options;
    const { workers, canary = 0 } = this.#options;
    const faults = this.#faults;
    return startProcess(
      {
        role: 'worker',
        id: `w${++this.#workersEver}@${variant}`,
        variant,
        ...(idempotent !== undefined && { idempotent }),
        storeUrl,
        ...(storeDelay && { storeDelay }),
        token: this.token,
        scheduled,
        rollout: index < workers - canary ? 'stable' : 'canary',
        ...(journalFolder && { journalFolder }),
        ...(faults && { faults }),
      },
      this.#events,
    );
  }

  #ports(): readonly number[] {
    return this.workers.map(({ port }) => port);
  }
}

/**
 * One request to each worker through the balancer, whose turn is then at the first worker again. The first request of a
 * process is slow; its delay must not look like a queue in the trace.
 */
async function greetEveryWorker({ port, token, workers }: Cluster): Promise<void> {
  const http = new HttpClient(port, token);
  for (const worker of workers) {
    const reply = await http.request('GET', '/health', '', AbortSignal.timeout(GREETING_MS));
    if (reply?.status !== 200)
      throw new Error(`worker ${worker.id} is not healthy: HTTP ${reply?.status ?? 0}`);
  }
  http.close();
}
