import * as v from 'valibot';
import { parseJson } from '../json/json-file.ts';
import { isObject } from '../json-value.ts';
import {
  amount,
  boolean,
  count,
  object,
  problemOf,
  problemText,
  share,
  text,
  texts,
  units,
  type DeepReadonly,
} from './members.ts';

/** A member that files of earlier versions lack; what is written now has it. */
const later = v.exactOptional;

/** Milliseconds. */
const percentiles = object({
  p50: amount,
  p95: amount,
  p99: amount,
  p999: amount,
  max: amount,
  mean: amount,
});

const loadMetrics = v.object({
  format: v.literal('race-trace-metrics/1'),
  phase: text,
  variant: text,
  workload_hash: text,
  valid: boolean,
  /** Why it proves nothing, in whole sentences; empty if it can be trusted. */
  invalid_because: texts,
  /** Of the bundled service alone: what it is made of is known. */
  capacity: later(object({ service_ms: amount, workers: count, utilisation: amount })),
  requests: object({
    offered: count,
    /** Handed to a connection. */
    sent: count,
    /** Due, but without a connection; they are no attempts, and weigh on the error rate. */
    unsent: later(count),
    concluded: count,
    /** Those of them that got an answer, whatever it said. */
    answered: later(count),
    /** Deliveries that were answered 503 because the service was full; they are among the attempts that were rejected. */
    not_admitted: later(count),
    /** How often they were delivered: a client that gets no answer asks again, and a network may deliver twice. */
    deliveries: later(count),
    seconds: amount,
    /** Due, in the mean over the workload's time. */
    offered_per_s: later(amount),
    /** Answered. */
    achieved_per_s: amount,
  }),
  /** Attempts by outcome; together they are those that were started. */
  attempts: object({
    started: count,
    success: count,
    conflict: count,
    rejected: count,
    timeout: count,
    retry: count,
  }),
  latency_ms: percentiles,
  /** Absent of a user's own service, which does not say when it began. */
  queue_delay_ms: later(percentiles),
  generator: later(object({ lag_ms: percentiles, event_loop_ms: object({ p99: amount, max: amount }) })),
  /** The generator, and the processes of the service that were there from the first request to the last. */
  processes: later(
    v.array(
      object({
        /** `generator`, `balancer`, or the id of a worker. */
        id: text,
        /** Processor time by time: 1 is one whole processor. */
        cpu_share: amount,
        /** Share of the time in which its event loop had work, or waited for a call that blocks. */
        busy_share: share,
      }),
      'an array',
    ),
  ),
  /** The calls of these workers to the store. */
  store_calls: later(object({ count, mean_ms: amount })),
  /** Answers of 500 and above, deliveries that got no answer at all, and the share of both, and of what could not be sent, in all that was tried. */
  http_5xx: object({ count, no_answer: later(count), rate: share }),
  retries: object({
    /** Answers that were `conflict`. */
    conflict_rate: share,
    /** Writes that were refused, of all that were tried. */
    refused_write_rate: share,
    /** The same of first attempts alone, before any conflict of the request's own: p of the retry screen. */
    first_refused_rate: later(share),
    attempts_per_request: amount,
    /** Requests that found something left, of all: only they write. */
    writing_share: later(share),
    /** Attempts that the service gives a request at most: n of the retry screen. Null where it is tried without end. */
    max_attempts: later(v.nullable(count)),
    /** What the retry screen makes of these, as if every further write were refused as often. */
    predicted_attempts_per_request: later(amount),
  }),
  /** What was made to go wrong; absent where nothing was. */
  faults: v.exactOptional(
    v.array(
      object({
        fault: text,
        rate: later(amount),
        /** Its window, in seconds since the beginning of the run. */
        from_s: later(amount),
        to_s: later(amount),
        /** Attempts that were under way in its window, and those of them whose outcome is unknown. */
        attempts: count,
        timeouts: count,
        /** How often it struck; absent where it was not counted. */
        injected: v.exactOptional(count),
      }),
      'an array',
    ),
  ),
  /** The invariant as the run balanced it, in units; absent if the store could not be asked at the end. */
  books: v.exactOptional(
    object({
      confirmed: count,
      initial: units,
      remaining: units,
      /** confirmed − (initial − remaining) */
      mismatch: units,
      commits: count,
    }),
  ),
});

/** Of a run without a clock: counts and books, and no latencies. */
const reproduceMetrics = v.object({
  format: v.literal('race-trace-reproduce-metrics/1'),
  phase: later(text),
  variant: later(text),
  schedule: later(text),
  /** How often the schedule was played, in how many of them units were confirmed that were not there, and in how many all went as in the first. */
  runs: count,
  reproduced: count,
  identical_runs: count,
  /** Of the first, which is the one in the trace. `mismatch` is confirmed − (initial − remaining). */
  books: later(
    object({ confirmed: count, initial: units, remaining: units, mismatch: units, commits: count }),
  ),
});

const metrics = v.variant(
  'format',
  [loadMetrics, reproduceMetrics],
  '"race-trace-metrics/1" or "race-trace-reproduce-metrics/1"',
);

/** The file `PHASE.metrics.json` of a load as it has been read. Rates are shares from 0 to 1 unless they are per second. */
export type LoadMetricsRead = DeepReadonly<v.InferOutput<typeof loadMetrics>>;
/** The file of a schedule that was played. */
type ReproduceMetricsRead = DeepReadonly<v.InferOutput<typeof reproduceMetrics>>;

/** Every member, in groups too, but those that a run may really not have. */
type Complete<T, Optional extends keyof T = never> = Pick<T, Optional> & {
  readonly [K in Exclude<keyof T, Optional>]-?: Required<NonNullable<T[K]>>;
};

/** The file `PHASE.metrics.json` of a load as the harness writes it. */
export type LoadMetrics = Complete<Omit<LoadMetricsRead, 'faults'>, 'books'> & {
  readonly faults?: readonly FaultMetrics[];
};
type FaultRead = NonNullable<LoadMetricsRead['faults']>[number];
/** What a fault did. */
export type FaultMetrics = Required<Omit<FaultRead, 'injected'>> & Pick<FaultRead, 'injected'>;
/** The invariant as a run balanced it, in units. */
export type BooksMetrics = NonNullable<LoadMetricsRead['books']>;
/** The file of a schedule that was played, as the harness writes it. */
export type ReproduceMetrics = Complete<ReproduceMetricsRead>;

/** What a phase's file of metrics says: of a load, or of a schedule that was played. */
export interface MetricsRead {
  readonly metrics?: LoadMetricsRead;
  readonly plays?: ReproduceMetricsRead;
}

/** The metrics in a file's text. @throws Error whose printable message says what is wrong with which member */
export function readMetrics(json: string): MetricsRead {
  const value = parseJson(json);
  if (!isObject(value)) throw new Error('it is not a JSON object');
  const result = v.safeParse(metrics, value);
  if (!result.success) throw new Error(problemText(problemIn(result.issues[0])));
  const read = result.output;
  return read.format === 'race-trace-metrics/1' ? { metrics: read } : { plays: read };
}

/** What an issue says, by the schema of the file's own format. */
function problemIn(issue: v.BaseIssue<unknown>) {
  const root: unknown = issue.path?.[0]?.input;
  const isOfPlays =
    typeof root === 'object' && root !== null && 'format' in root && root.format !== 'race-trace-metrics/1';
  return problemOf(isOfPlays ? reproduceMetrics : loadMetrics, issue);
}
