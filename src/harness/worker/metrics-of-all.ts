import { AggregatorRegistry, Counter, Registry } from 'prom-client';
import type { HttpClient } from '../http/http-client.ts';
import { MONITORED_METRICS } from '../../core/words/monitored-metrics.ts';

/** How long a worker may take to tell its metrics; one that takes longer is left out of the scrape. */
const DEADLINE_MS = 2000;

/** Where a worker gives its metrics for others to put together, and where Prometheus reads those of a process. */
export const METRICS_AS_JSON = '/metrics.json';
export const METRICS = '/metrics';

/** What the balancer tells its monitoring: its own refusals, and whatever the workers tell. */
export class BalancerMetrics {
  readonly #own = new Registry();
  readonly #requests = new Counter({
    name: 'reservation_requests_total',
    help: MONITORED_METRICS.reservation_requests_total.help,
    labelNames: ['deployment', 'result'],
    registers: [this.#own],
  });
  readonly #serverErrors = new Counter({
    name: 'reservation_server_errors_total',
    help: MONITORED_METRICS.reservation_server_errors_total.help,
    labelNames: ['deployment'],
    registers: [this.#own],
  });
  readonly contentType = this.#own.contentType;

  constructor() {
    this.#own.setDefaultLabels({ worker: 'balancer' });
    this.#requests.inc({ deployment: 'balancer', result: 'refused' }, 0);
    this.#serverErrors.inc({ deployment: 'balancer' }, 0);
  }

  /** Counts a request that no worker has answered. */
  refused(): void {
    this.#requests.inc({ deployment: 'balancer', result: 'refused' });
    this.#serverErrors.inc({ deployment: 'balancer' });
  }

  /**
   * The metrics of the balancer and of all workers in the text format, each series with the label `worker`. They are not
   * added up: the sum would fall when a worker is replaced, which looks like growth.
   */
  async text(workers: readonly HttpClient[]): Promise<string> {
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    const replies = await Promise.all(
      workers.map((worker) => worker.request('GET', METRICS_AS_JSON, '', deadline)),
    );
    const told = replies.flatMap((reply) =>
      reply?.status === 200 ? [JSON.parse(reply.body) as object] : [],
    );
    return AggregatorRegistry.aggregate([await this.#own.getMetricsAsJSON(), ...told]).metrics();
  }
}
