import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { queueDelayUs } from '../record/attempt-row.ts';
import type { Answer } from '../service/answer.ts';
import { unsafe } from '../service/unsafe.ts';
import { MONITORED_METRICS } from '../../core/words/monitored-metrics.ts';

/** Keys that have series of their own in one process: those that came first, as hot keys do. */
const MOST_KEYS = 50;
/** Stands for all other keys together. */
export const OTHER_KEYS = '(other)';

/** Seconds; the targets of latency and queue delay are among them, so that a quantile near them is not a guess. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 1, 2.5, 5, 10];

/** Which part of a rollout a worker belongs to. */
export type Deployment = 'stable' | 'canary';

/** Who a process of the service is, and what it runs. */
export interface MeteredService {
  readonly workerId: string;
  readonly deployment: Deployment;
  /** The name of the variant. */
  readonly variant: string;
}

/**
 * What a worker tells its monitoring, in the names of `MONITORED_METRICS`. It knows what it did; what only the store and
 * all confirmations together show, a mismatch or a request that was confirmed twice, it cannot know.
 */
export class ServiceMetrics {
  readonly registry = new Registry();
  readonly #service: MeteredService;
  readonly #keys = new Set<string>();
  readonly #requests = this.#counter(
    'reservation_requests_total',
    MONITORED_METRICS.reservation_requests_total.help,
    ['deployment', 'result'],
  );
  readonly #serverErrors = this.#counter(
    'reservation_server_errors_total',
    MONITORED_METRICS.reservation_server_errors_total.help,
    ['deployment'],
  );
  readonly #attempts = this.#counter(
    'reservation_attempts_total',
    MONITORED_METRICS.reservation_attempts_total.help,
    ['inventory_key'],
  );
  readonly #writes = this.#counter(
    'reservation_conditional_writes_total',
    MONITORED_METRICS.reservation_conditional_writes_total.help,
    ['inventory_key'],
  );
  readonly #failures = this.#counter(
    'reservation_conditional_write_failures_total',
    MONITORED_METRICS.reservation_conditional_write_failures_total.help,
    ['inventory_key'],
  );
  readonly #retries = this.#counter('reservation_retries_total', 'Attempts that followed a refused one.');
  readonly #confirmed = this.#counter(
    'reservation_confirmed_total',
    'Confirmations with a write of their own; repeated answers are not among them.',
  );
  readonly #replays = this.#counter(
    'reservation_replays_total',
    'Requests that had been confirmed before and were told so again.',
  );
  readonly #latency = this.#histogram(
    'reservation_latency_seconds',
    'From the moment a request was due until its answer.',
  );
  readonly #queueDelay = this.#histogram(
    'reservation_queue_delay_seconds',
    'From the moment an attempt was sent until its service began.',
  );
  /** Since the last scrape. */
  #longestDelay = 0;

  constructor(service: MeteredService) {
    this.#service = service;
    const { workerId, deployment, variant } = service;
    this.registry.setDefaultLabels({ worker: workerId });
    // Series begin at 0: how much a counter has grown is not known of its first value.
    this.#requests.inc({ deployment, result: 'success' }, 0);
    this.#serverErrors.inc({ deployment }, 0);
    const build = new Gauge({
      name: 'reservation_build_info',
      help: 'Always 1; its labels say what runs.',
      labelNames: ['deployment', 'variant', 'version'],
      registers: [this.registry],
    });
    build.set({ deployment, variant, version: process.env.RACE_TRACE_VERSION ?? 'development' }, 1);
    const longestDelay = () => {
      const seconds = this.#longestDelay;
      this.#longestDelay = 0;
      return seconds;
    };
    new Gauge({
      name: 'reservation_queue_delay_max_seconds',
      help: MONITORED_METRICS.reservation_queue_delay_max_seconds.help,
      registers: [this.registry],
      collect() {
        this.set(longestDelay());
      },
    });
  }

  /** Counts a request that was answered. */
  answered({ result, attempts }: Answer, status: number, dueUs: number): void {
    const { deployment, variant } = this.#service;
    this.#requests.inc({ deployment, result });
    if (status >= 500) this.#serverErrors.inc({ deployment });
    const last = attempts.at(-1);
    if (last !== undefined) this.#latency.observe({ deployment }, seconds(last.endUs - dueUs));
    for (const row of attempts) {
      const inventory_key = this.#keyLabel(row.inventoryKey);
      this.#attempts.inc({ inventory_key });
      if (row.retryCount > 0) this.#retries.inc();
      const delay = seconds(queueDelayUs(row));
      this.#queueDelay.observe({ deployment }, delay);
      this.#longestDelay = Math.max(this.#longestDelay, delay);
      // A repeated answer has read nothing and written nothing.
      const repeats = row.result === 'success' && row.readValue === undefined;
      if (repeats) this.#replays.inc();
      else if (row.result === 'success') this.#confirmed.inc();
      if (variant === unsafe.name || repeats || row.writeSite === undefined || row.result === 'rejected')
        continue;
      this.#writes.inc({ inventory_key });
      const refused = row.result === 'conflict' || row.result === 'retry';
      this.#failures.inc({ inventory_key }, refused ? 1 : 0);
    }
  }

  /** Counts a request that was answered with a server error and no more. */
  failed(): void {
    const { deployment } = this.#service;
    this.#requests.inc({ deployment, result: 'error' });
    this.#serverErrors.inc({ deployment });
  }

  #keyLabel(key: string): string {
    if (this.#keys.size < MOST_KEYS) this.#keys.add(key);
    return this.#keys.has(key) ? key : OTHER_KEYS;
  }

  #counter<const Label extends string = never>(name: string, help: string, labelNames: Label[] = []) {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  #histogram(name: string, help: string) {
    return new Histogram({
      name,
      help,
      labelNames: ['deployment'],
      buckets: BUCKETS,
      registers: [this.registry],
    });
  }
}

/** A clock that is read in another process may be a little behind. */
function seconds(us: number): number {
  return Math.max(0, us) / 1e6;
}
