/** What a service under monitoring has to export for the triggers; times are in seconds, as monitoring systems want them. */
export const MONITORED_METRICS = {
  reservation_invariant_mismatch: {
    type: 'gauge',
    help: 'Confirmed reservations − (initial − remaining inventory), reconciled against the store.',
    labels: [],
  },
  reservation_duplicate_confirmations_total: {
    type: 'counter',
    help: 'Requests that were confirmed more than once, each time by another write.',
    labels: [],
  },
  reservation_requests_total: {
    type: 'counter',
    help: 'Requests that were answered.',
    labels: ['deployment'],
  },
  reservation_server_errors_total: {
    type: 'counter',
    help: 'Requests that were answered with an HTTP status of 500 or above.',
    labels: ['deployment'],
  },
  reservation_attempts_total: {
    type: 'counter',
    help: 'Attempts that were made for requests, retries included.',
    labels: ['inventory_key'],
  },
  reservation_conditional_writes_total: {
    type: 'counter',
    help: 'Conditional writes that were tried.',
    labels: ['inventory_key'],
  },
  reservation_conditional_write_failures_total: {
    type: 'counter',
    help: 'Conditional writes that the store refused because the version had changed.',
    labels: ['inventory_key'],
  },
  reservation_latency_seconds: {
    type: 'histogram',
    help: 'From the moment a request was due, or arrived, until its answer.',
    labels: ['deployment'],
  },
  reservation_queue_delay_max_seconds: {
    type: 'gauge',
    help: 'The longest that an attempt waited for service since the last scrape.',
    labels: [],
  },
  reservation_canary_rollback: {
    type: 'gauge',
    help: '1 once the canary has to be rolled back, or has been, otherwise 0.',
    labels: [],
  },
} as const satisfies Record<string, MonitoredMetric>;
export type MonitoredMetricName = keyof typeof MONITORED_METRICS;

export interface MonitoredMetric {
  readonly type: 'gauge' | 'counter' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
}
