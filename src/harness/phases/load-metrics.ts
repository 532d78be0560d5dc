import type { Result } from '../../core/history/history.ts';
import { retryAmplification } from '../../core/measure/screens.ts';
import type { Percentiles } from '../load/distribution.ts';
import type { Sending } from '../load/generator.ts';
import type { Tally } from '../load/tally.ts';
import { VARIANTS, type VariantName } from '../service/variants.ts';
import type { Stored } from '../store/versioned-store.ts';
import type { FaultCount } from './disturbance.ts';
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
  readonly tally: Tally;
  /** The store's own, read after the service had ended; undefined if it could not be asked. */
  readonly books:
    { readonly initial: Records; readonly remaining: Records; readonly commits: number } | undefined;
  /** What was made to go wrong; undefined where nothing was. */
  readonly faults: readonly FaultCount[] | undefined;
  /** Why it proves nothing; empty if it can be trusted. */
  readonly invalid: readonly string[];
}

/** The file `PHASE.metrics.json`. Rates are shares from 0 to 1 unless they are per second. */
export interface LoadMetrics {
  readonly format: 'race-trace-metrics/1';
  readonly phase: string;
  readonly variant: VariantName;
  readonly workload_hash: string;
  readonly valid: boolean;
  readonly invalid_because: readonly string[];
  readonly capacity: { readonly service_ms: number; readonly workers: number; readonly utilisation: number };
  readonly requests: {
    readonly offered: number;
    /** Handed to a connection. */
    readonly sent: number;
    /** Due, but without a connection; they are no attempts, and weigh on the error rate. */
    readonly unsent: number;
    readonly concluded: number;
    /** Those of them that got an answer, whatever it said. */
    readonly answered: number;
    /** Deliveries that were answered 503 because the service was full; they are among the attempts that were rejected. */
    readonly not_admitted: number;
    /** How often they were delivered: a client that hears nothing asks again, and a network may deliver twice. */
    readonly deliveries: number;
    readonly seconds: number;
    /** Due, in the mean over the workload's time. */
    readonly offered_per_s: number;
    /** Answered. */
    readonly achieved_per_s: number;
  };
  /** Attempts by outcome; together they are those that were started. */
  readonly attempts: Readonly<Record<Result | 'started', number>>;
  readonly latency_ms: Percentiles;
  readonly queue_delay_ms: Percentiles;
  readonly generator: { readonly lag_ms: Percentiles; readonly event_loop_ms: Sending['eventLoopMs'] };
  /** Answers of 500 and above, deliveries that got no answer at all, and the share of both, and of what could not be sent, in all that was tried. */
  readonly http_5xx: { readonly count: number; readonly no_answer: number; readonly rate: number };
  readonly retries: {
    /** Answers that were `conflict`. */
    readonly conflict_rate: number;
    /** Writes that were refused, of all that were tried. */
    readonly refused_write_rate: number;
    /** The same of first attempts alone, before any conflict of the request's own: p of the retry screen. */
    readonly first_refused_rate: number;
    readonly attempts_per_request: number;
    /** Requests that found something left, of all: only they write. */
    readonly writing_share: number;
    /** Attempts that the service gives a request at most: n of the retry screen. */
    readonly max_attempts: number;
    /** What the retry screen makes of these, as if every further write were refused as often. */
    readonly predicted_attempts_per_request: number;
  };
  readonly faults?: readonly FaultCount[];
  /** Absent if the store could not be asked at the end. */
  readonly books?: LoadBooks;
}

/** The invariant as the run balanced it, in units. */
export interface LoadBooks {
  readonly confirmed: number;
  readonly initial: number;
  readonly remaining: number;
  /** confirmed − (initial − remaining) */
  readonly mismatch: number;
  readonly commits: number;
}

/** The numbers of a run, for machines. */
export function loadMetrics(facts: LoadFacts): LoadMetrics {
  const { phase, variant, hash, capacity, sending, tally, faults, invalid } = facts;
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
    requests: {
      offered: sending.offered,
      sent: sending.sent,
      unsent: sending.unsent,
      concluded: tally.concluded,
      answered: tally.answered,
      not_admitted: tally.notAdmitted,
      deliveries: tally.delivered,
      seconds: sending.seconds,
      offered_per_s: share(sending.offered, facts.durationS),
      achieved_per_s: share(tally.answered, sending.seconds),
    },
    attempts: { started: tally.started, ...tally.results },
    latency_ms: tally.latency.percentiles(),
    queue_delay_ms: tally.queueDelay.percentiles(),
    generator: { lag_ms: sending.lagMs, event_loop_ms: sending.eventLoopMs },
    http_5xx: {
      count: tally.serverErrors,
      no_answer: tally.noAnswer,
      rate: share(tally.serverErrors + tally.noAnswer + tally.unsent, tally.delivered + tally.unsent),
    },
    retries: retries(tally, variant),
    ...(faults && { faults }),
    ...(facts.books && { books: balance(tally.confirmed, facts.books) }),
  };
}

function retries(tally: Tally, variant: VariantName): LoadMetrics['retries'] {
  const { results, started, concluded, delivered, confirmed, firstWrites, firstRefused } = tally;
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
    predicted_attempts_per_request: 1 + writing * (retryAmplification(p, maxAttempts) - 1),
  };
}

function balance(confirmed: number, books: NonNullable<LoadFacts['books']>): LoadBooks {
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

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
