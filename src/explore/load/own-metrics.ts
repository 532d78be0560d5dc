import { share } from '../../core/index.ts';
import { requestFigures } from '../../harness/phases/request-figures.ts';
import type { LoadMetricsRead } from '../../ingest/run-files/metrics.ts';
import type { OwnSent } from './own-load.ts';

/** What is known of a load on a user's own service when it has ended. */
export interface OwnFacts extends OwnSent {
  readonly phase: string;
  readonly variant: string;
  readonly hash: string;
  /** How long requests were due, in seconds. */
  readonly durationS: number;
  /** Why it proves nothing; empty if it can be trusted. */
  readonly invalid: readonly string[];
}

/**
 * The numbers of such a load. What only the service itself could tell, its queue and its retries, is left out, and its books are
 * in the manifest.
 */
export function ownMetrics(facts: OwnFacts): LoadMetricsRead {
  const { sending, counters, invalid, use } = facts;
  const { results, delivered } = counters;
  const refused = results.conflict;
  return {
    format: 'race-trace-metrics/1',
    phase: facts.phase,
    variant: facts.variant,
    workload_hash: facts.hash,
    valid: invalid.length === 0,
    invalid_because: invalid,
    requests: requestFigures(sending, counters, facts.durationS),
    attempts: { started: counters.started, ...results },
    latency_ms: counters.latency.percentiles(),
    generator: { lag_ms: sending.lagMs, event_loop_ms: sending.eventLoopMs },
    processes: use.processes,
    http_5xx: {
      count: counters.serverErrors,
      no_answer: counters.noAnswer,
      // As the rows have it: an error that the config calls a refusal is one.
      rate: share(counters.notAdmitted + results.timeout + sending.unsent, delivered + sending.unsent),
    },
    retries: {
      conflict_rate: share(refused, delivered),
      refused_write_rate: share(refused, refused + counters.confirmed),
      attempts_per_request: share(counters.started, counters.concluded),
    },
  };
}
