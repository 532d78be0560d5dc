import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { utilisation, workersNeeded } from '../../core/index.ts';
import { HttpClient } from '../http/http-client.ts';
import type { ReservationRequest } from '../service/attempt.ts';
import { machineClock } from '../service/ports.ts';
import type { ServiceChoice } from '../service/variants.ts';
import type { VersionedStore } from '../store/versioned-store.ts';
import { startProcess, type ProcessEvents } from '../worker/service-process.ts';

const KEY = 'calibration';
/** Reservations until the code is compiled; then so many batches, of which the median counts. */
const WARM_UP = 150;
const BATCHES = 9;
const PER_BATCH = 30;
/** Above this share of busy time, queues grow quickly at every small burst. */
const MOST_BUSY = 0.7;
/** More workers than this for each core only take turns. */
const MOST_PER_CORE = 4;

/** What the capacity screen says of a service before it is loaded. */
export interface Capacity {
  /** Processor time that one reservation takes a worker, HTTP included and waiting for the store not, in milliseconds. */
  readonly serviceMs: number;
  readonly workers: number;
  /** Predicted share of the time that a worker is busy. */
  readonly utilisation: number;
}

/** The service as a worker of the run is it. */
export interface ScreenedService extends Pick<ServiceChoice, 'variant'> {
  readonly idempotent: boolean | undefined;
  readonly storeUrl: string;
}

/**
 * Measures how long a reservation keeps a worker busy, on a worker of its own, and asks the capacity screen for workers;
 * two at least, since one alone cannot race. What the store held is gone afterwards.
 * @param workers how many there are to be, if that is decided already
 * @throws Error if the worker does not start or does not answer
 */
export async function screenCapacity(
  store: VersionedStore,
  service: ScreenedService,
  rate: number,
  workers?: number,
): Promise<Capacity> {
  await store.load(new Map([[KEY, WARM_UP + BATCHES * PER_BATCH]]));
  const serviceMs = await measured(service);
  const needed = Math.max(2, workersNeeded(rate, serviceMs, MOST_BUSY));
  const enough = workers ?? Math.min(needed, Math.max(2, MOST_PER_CORE * availableParallelism()));
  return { serviceMs, workers: enough, utilisation: utilisation(rate, serviceMs, enough) };
}

/** The median over batches: a garbage collection, or a compilation that came late, is in few of them. */
async function measured({ variant, idempotent, storeUrl }: ScreenedService): Promise<number> {
  const token = randomBytes(32).toString('base64url');
  const events: ProcessEvents = { held: () => undefined, died: () => undefined };
  const worker = await startProcess(
    {
      role: 'worker',
      id: KEY,
      variant,
      ...(idempotent !== undefined && { idempotent }),
      storeUrl,
      token,
      scheduled: false,
    },
    events,
  );
  const http = new HttpClient(worker.port, token);
  try {
    const caller = new Caller(http);
    await caller.reserve(WARM_UP);
    const batches: number[] = [];
    for (let batch = 0; batch < BATCHES; batch++) {
      const before = await caller.cpuMs();
      await caller.reserve(PER_BATCH);
      batches.push(((await caller.cpuMs()) - before) / PER_BATCH);
    }
    return batches.sort((a, b) => a - b)[Math.floor(BATCHES / 2)]!;
  } finally {
    http.close();
    await worker.stop();
  }
}

/** Reserves one unit after another, and asks the worker what that took it. */
class Caller {
  readonly #http: HttpClient;
  #reserved = 0;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  async reserve(times: number): Promise<void> {
    for (let time = 0; time < times; time++) {
      const request: ReservationRequest = {
        id: `${KEY}-${++this.#reserved}`,
        key: KEY,
        clientId: KEY,
        dueUs: machineClock(),
        attemptsBefore: 0,
      };
      await this.#ask('POST', '/reservations', JSON.stringify(request));
    }
  }

  async cpuMs(): Promise<number> {
    const health = JSON.parse(await this.#ask('GET', '/health', '')) as { readonly cpuUs: number };
    return health.cpuUs / 1000;
  }

  async #ask(method: string, path: string, body: string): Promise<string> {
    const reply = await this.#http.request(method, path, body, AbortSignal.timeout(DEADLINE_MS));
    if (reply === undefined || reply.status >= 500)
      throw new Error(`the worker of the capacity screen gave no answer (HTTP ${reply?.status ?? 0})`);
    return reply.body;
  }
}

const DEADLINE_MS = 10_000;
