import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorOf } from '../../core/words/errors.ts';
import type { ReservationRequest } from '../service/attempt.ts';
import type { Clock } from '../service/ports.ts';
import type { Client } from './client.ts';
import { Distribution, type Percentiles } from './distribution.ts';
import { Counters } from './counters.ts';
import { requestId, type Workload } from './workload.ts';

/** Sooner than this before the next request is due, the generator looks again. */
const SHORTEST_WAIT_MS = 1;
/** Names that the requests of an open load bear in turn. */
const CLIENTS = 16;

export interface GeneratorPorts {
  readonly client: Client;
  readonly clock: Clock;
  /** Stops the sending; what is under way is still waited for. */
  readonly interrupted: AbortSignal;
  /** Sends each request when the one before it has its outcome, as a single client does; when they were due is ignored. */
  readonly oneByOne: boolean;
  /** Microseconds of the clock at which the workload's time begins; very soon if it is not told. */
  readonly originUs?: number;
  /** What the requests are called, by their index; as the workload's own unless told. */
  readonly idOf?: (index: number) => string;
}

/** What the generator did, apart from what came back. */
export interface Sending {
  readonly offered: number;
  /** Those of which the bytes were handed to a connection. */
  readonly sent: number;
  /** Those that were due and for which there was no connection. */
  readonly unsent: number;
  /** From the first request's due time until the last answer. */
  readonly seconds: number;
  /** When the last answer had come, on the clock. */
  readonly endUs: number;
  /** By how much requests were sent later than they were due, in milliseconds. */
  readonly lagMs: Percentiles;
  /** How late timers of this process fired, in milliseconds. */
  readonly eventLoopMs: { readonly p99: number; readonly max: number };
}

/**
 * An open load: every request is sent when it is due, whatever has become of those before it, and its latency counts from
 * that moment. A service that stands still is therefore seen by all requests that fell due meanwhile.
 */
export class Generator {
  readonly counters = new Counters();
  /** Microseconds of the clock at which the workload's time begins; 0 before it does. */
  originUs = 0;
  readonly #workload: Workload;
  readonly #ports: GeneratorPorts;
  readonly #lag = new Distribution();
  /** The index of the request that is due next. */
  #next = 0;
  /** What is wrong with a request, even if it is heard only when all have been sent. */
  #failure: Error | undefined;
  readonly #underWay = new Set<Promise<void>>();

  constructor(workload: Workload, ports: GeneratorPorts) {
    this.#workload = workload;
    this.#ports = ports;
  }

  /** Requests sent so far, those included whose connection is not open yet. */
  get sent(): number {
    return this.#next - this.counters.unsent;
  }

  /** Requests that have no outcome yet. */
  get underWay(): number {
    return this.#underWay.size;
  }

  /**
   * Sends the workload and waits until every request that was sent has an outcome.
   * @throws ServiceError if the service says that a request is wrong, which is a fault of the harness
   */
  async run(): Promise<Sending> {
    const { clock } = this.#ports;
    const loop = monitorEventLoopDelay({ resolution: 1 });
    loop.enable();
    // The beginning is a little ahead, so that the first request is not late already.
    this.originUs = this.#ports.originUs ?? clock() + 20_000;
    if (this.#ports.oneByOne) await this.#sendOneByOne();
    else await this.#sendAll();
    await Promise.all(this.#underWay);
    if (this.#failure !== undefined) throw this.#failure;
    loop.disable();
    const endUs = clock();
    return {
      offered: this.#workload.dueUs.length,
      sent: this.sent,
      unsent: this.counters.unsent,
      // A run that is stopped at once ends before its beginning.
      seconds: Math.max(0, endUs - this.originUs) / 1e6,
      endUs,
      lagMs: this.#lag.percentiles(),
      eventLoopMs: { p99: delayMs(loop.percentile(99)), max: delayMs(loop.max) },
    };
  }

  async #sendOneByOne(): Promise<void> {
    const { clock, interrupted } = this.#ports;
    // A timer may fire a little early, and nothing may be due before the workload's time begins.
    while (clock() < this.originUs) await sleep((this.originUs - clock()) / 1000);
    while (this.#next < this.#workload.dueUs.length && !interrupted.aborted)
      await this.#request(this.#next++, clock());
  }

  #sendAll(): Promise<void> {
    const { dueUs } = this.#workload;
    const { clock, interrupted } = this.#ports;
    return new Promise((resolve, reject) => {
      const fail = (error: unknown) => {
        this.#failure ??= errorOf(error);
        this.#next = dueUs.length;
        reject(this.#failure);
      };
      const sendDue = () => {
        if (interrupted.aborted) {
          resolve();
          return;
        }
        while (this.#next < dueUs.length && this.originUs + dueUs[this.#next]! <= clock()) {
          const request = this.#request(this.#next, this.originUs + dueUs[this.#next++]!).catch(fail);
          this.#underWay.add(request);
          void request.then(() => this.#underWay.delete(request));
        }
        if (this.#next >= dueUs.length) resolve();
        else {
          const waitMs = (this.originUs + dueUs[this.#next]! - clock()) / 1000;
          // Timers are not awaited for long, so that an interruption is heard.
          setTimeout(sendDue, Math.min(100, Math.max(SHORTEST_WAIT_MS, Math.floor(waitMs))));
        }
      };
      sendDue();
    });
  }

  async #request(index: number, dueUs: number): Promise<void> {
    const { key, keys } = this.#workload;
    const { clock, idOf = requestId } = this.#ports;
    const sentUs = clock();
    const request: ReservationRequest = {
      id: idOf(index),
      key: keys[key[index]!]!,
      clientId: `c${1 + (this.#ports.oneByOne ? 0 : index % CLIENTS)}`,
      dueUs,
      ...(sentUs > dueUs && { sentUs }),
      attemptsBefore: 0,
    };
    this.#lag.record(sentUs - dueUs);
    this.counters.count(await this.#ports.client(request), dueUs);
  }
}

/** By how much the event loop was late, in milliseconds: the monitor counts its own interval of 1 ms as delay. */
function delayMs(monitoredNs: number): number {
  return Math.max(0, monitoredNs / 1e6 - 1);
}
