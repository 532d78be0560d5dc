import { predictedAttempts, share } from '../../core/index.ts';
import type { BooksMetrics, FaultMetrics, LoadMetrics } from '../../ingest/run-files/metrics.ts';
import type { Sending } from '../load/generator.ts';
import type { Counters } from '../load/counters.ts';
import type { RunUse } from '../monitor/run-use.ts';
import { VARIANTS, type VariantName } from '../service/variants.ts';
import type { Stored } from '../store/versioned-store.ts';
import { requestFigures } from './request-figures.ts';
import type { Capacity } from './service-time.ts';

type Records = Readonly<Record<string, Stored>>;

/** What is known of a run when it has ended. */
export interface LoadFacts {
  readonly phase: string;
  readonly variant: VariantName;
  readonly hash: string;
  /** How long requests were due, in seconds. */
  readonly durationS: number;
  readonly capacity: Capacity;
  readonly sending: Sending;
  readonly counters: Counters;
  readonly use: Pick<RunUse, 'processes' | 'storeCalls'>;
  /** The store's own, read after the service had ended; undefined if it could not be asked. */
  readonly books:
    { readonly initial: Records; readonly remaining: Records; readonly commits: number } | undefined;
  /** What was made to go wrong; undefined where nothing was. */
  readonly faults: readonly FaultMetrics[] | undefined;
  /** Why it proves nothing; empty if it can be trusted. */
  readonly invalid: readonly string[];
}

/** The numbers of a run, for machines. */
export function loadMetrics(facts: LoadFacts): LoadMetrics {
  const { phase, variant, hash, capacity, sending, counters, faults, invalid } = facts;
  return {
    format: 'race-trace-metrics/1',
    phase,
    variant,
    workload_hash: hash,
    valid: invalid.length === 0,
    invalid_because: invalid,
    capacity: {
      service_ms: capacity.serviceMs,
      workers: capacity.workers,
      utilisation: capacity.utilisation,
    },
    requests: requestFigures(sending, counters, facts.durationS),
    attempts: { started: counters.started, ...counters.results },
    latency_ms: counters.latency.percentiles(),
    queue_delay_ms: counters.queueDelay.percentiles(),
    generator: { lag_ms: sending.lagMs, event_loop_ms: sending.eventLoopMs },
    processes: facts.use.processes,
    store_calls: facts.use.storeCalls,
    http_5xx: {
      count: counters.serverErrors,
      no_answer: counters.noAnswer,
      rate: share(
        counters.serverErrors + counters.noAnswer + counters.unsent,
        counters.delivered + counters.unsent,
      ),
    },
    retries: retries(counters, variant),
    ...(faults && { faults }),
    ...(facts.books && { books: balance(counters.confirmed, facts.books) }),
  };
}

function retries(counters: Counters, variant: VariantName): LoadMetrics['retries'] {
  const { results, started, concluded, delivered, confirmed, firstWrites, firstRefused } = counters;
  const refused = results.retry + results.conflict;
  const p = share(firstRefused, firstWrites);
  const writing = share(firstWrites, concluded);
  const maxAttempts = VARIANTS[variant].maxRetries + 1;
  return {
    conflict_rate: share(results.conflict, delivered),
    refused_write_rate: share(refused, refused + confirmed),
    first_refused_rate: p,
    attempts_per_request: share(started, concluded),
    writing_share: writing,
    max_attempts: maxAttempts,
    predicted_attempts_per_request: predictedAttempts(writing, p, maxAttempts),
  };
}

function balance(confirmed: number, books: NonNullable<LoadFacts['books']>): BooksMetrics {
  const units = (records: Records) => Object.values(records).reduce((sum, { value }) => sum + value, 0);
  const [initial, remaining] = [units(books.initial), units(books.remaining)];
  return {
    confirmed,
    initial,
    remaining,
    mismatch: confirmed - (initial - remaining),
    commits: books.commits,
  };
}
