import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { HttpClient } from '../http/http-client.ts';
import type { AttemptRow } from '../record/attempt-row.ts';
import type { ReservationRequest } from '../service/attempt.ts';
import type { Clock } from '../service/ports.ts';
import { reserveOverHttp, ServiceError, unanswered, type Reply } from './client.ts';
import { Distribution, type Percentiles } from './distribution.ts';
import { Tally } from './tally.ts';
import { requestId, type Workload } from './workload.ts';

/** Sooner than this before the next request is due, the generator looks again. */
const SHORTEST_WAIT_MS = 1;
/** Names that the requests of an open load bear in turn. */
const CLIENTS = 16;

export interface GeneratorPorts {
  readonly http: HttpClient;
  readonly clock: Clock;
  /** Must have the rows safe when it returns. */
  readonly record: (rows: readonly AttemptRow[]) => void;
  /** Stops the sending; what is under way is still waited for. */
  readonly interrupted: AbortSignal;
  /** How long a client waits for an answer. */
  readonly patienceMs: number;
  /** Sends each request when the one before it has its outcome, as a single client does; when they were due is ignored. */
  readonly oneByOne: boolean;
}

/** What the generator did, apart from what came back. */
export interface Sending {
  readonly offered: number;
  readonly sent: number;
  /** From the first request's due time until the last answer. */
  readonly seconds: number;
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
  readonly tally = new Tally();
  /** Requests sent so far. */
  sent = 0;
  /** Microseconds of the clock at which the workload's time begins; 0 before it does. */
  originUs = 0;
  readonly #workload: Workload;
  readonly #ports: GeneratorPorts;
  readonly #lag = new Distribution();
  readonly #underWay = new Set<Promise<void>>();

  constructor(workload: Workload, ports: GeneratorPorts) {
    this.#workload = workload;
    this.#ports = ports;
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
    this.originUs = clock() + 20_000;
    if (this.#ports.oneByOne) await this.#sendOneByOne();
    else await this.#sendAll();
    await Promise.all(this.#underWay);
    loop.disable();
    return {
      offered: this.#workload.dueUs.length,
      sent: this.sent,
      seconds: (clock() - this.originUs) / 1e6,
      lagMs: this.#lag.percentiles(),
      // The monitor counts its own interval as delay.
      eventLoopMs: { p99: loop.percentile(99) / 1e6 - 1, max: loop.max / 1e6 - 1 },
    };
  }

  async #sendOneByOne(): Promise<void> {
    const { clock, interrupted } = this.#ports;
    while (this.sent < this.#workload.dueUs.length && !interrupted.aborted)
      await this.#request(this.sent++, clock());
  }

  #sendAll(): Promise<void> {
    const { dueUs } = this.#workload;
    const { clock, interrupted } = this.#ports;
    return new Promise((resolve, reject) => {
      const fail = (error: unknown) => {
        this.sent = dueUs.length;
        reject(error instanceof Error ? error : new Error(String(error)));
      };
      const sendDue = () => {
        if (interrupted.aborted) {
          resolve();
          return;
        }
        while (this.sent < dueUs.length && this.originUs + dueUs[this.sent]! <= clock()) {
          const request = this.#request(this.sent, this.originUs + dueUs[this.sent++]!).catch(fail);
          this.#underWay.add(request);
          void request.then(() => this.#underWay.delete(request));
        }
        if (this.sent >= dueUs.length) resolve();
        else {
          const waitMs = (this.originUs + dueUs[this.sent]! - clock()) / 1000;
          // Timers are not awaited for long, so that an interruption is heard.
          setTimeout(sendDue, Math.min(100, Math.max(SHORTEST_WAIT_MS, Math.floor(waitMs))));
        }
      };
      sendDue();
    });
  }

  async #request(index: number, dueUs: number): Promise<void> {
    const { key, keys } = this.#workload;
    const request: ReservationRequest = {
      id: requestId(index),
      key: keys[key[index]!]!,
      clientId: `c${1 + (this.#ports.oneByOne ? 0 : index % CLIENTS)}`,
      dueUs,
      attemptsBefore: 0,
    };
    this.#lag.record(this.#ports.clock() - dueUs);
    this.tally.count(await this.#reserve(request), dueUs, request.attemptsBefore);
  }

  async #reserve(request: ReservationRequest): Promise<Reply> {
    const { patienceMs, clock, record } = this.#ports;
    const patience = new AbortController();
    const enough = setTimeout(() => {
      patience.abort();
    }, patienceMs);
    try {
      return await reserveOverHttp(request, { ...this.#ports, patience: patience.signal });
    } catch (error) {
      if (!(error instanceof ServiceError) || error.status < 500) throw error;
      // What was not admitted wrote nothing; of any other failure nobody knows how far it had got.
      const result = error.status === 503 ? 'rejected' : 'timeout';
      const row = { ...unanswered(request, result), endUs: clock() };
      record([row]);
      return { result, attempts: [row], status: error.status };
    } finally {
      clearTimeout(enough);
    }
  }
}
