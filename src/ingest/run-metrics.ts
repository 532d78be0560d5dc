import * as v from 'valibot';
import type { RunMetrics, RunSetup, RunWorkload, SchedulePlays } from '../core/decide/run-record.ts';
import { clipped } from '../core/text/printable.ts';
import { parseJson } from './json-file.ts';

const number = v.pipe(v.number(), v.finite());
const amount = v.pipe(number, v.minValue(0));
const share = v.pipe(amount, v.maxValue(1));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const units = v.pipe(v.number(), v.safeInteger());
const text = v.string();

const percentiles = v.object({
  p50: amount,
  p95: amount,
  p99: amount,
  p999: amount,
  max: amount,
  mean: amount,
});

const runMetrics = v.object({
  format: v.literal('race-trace-metrics/1'),
  phase: text,
  variant: text,
  workload_hash: text,
  valid: v.boolean(),
  invalid_because: v.array(text),
  capacity: v.object({ service_ms: amount, workers: count, utilisation: amount }),
  requests: v.object({
    offered: count,
    sent: count,
    concluded: count,
    seconds: amount,
    achieved_per_s: amount,
  }),
  attempts: v.object({
    started: count,
    success: count,
    conflict: count,
    rejected: count,
    timeout: count,
    retry: count,
  }),
  latency_ms: percentiles,
  queue_delay_ms: percentiles,
  http_5xx: v.object({ count, rate: share }),
  retries: v.object({
    conflict_rate: share,
    refused_write_rate: share,
    first_refused_rate: v.exactOptional(share),
    attempts_per_request: amount,
    writing_share: v.exactOptional(share),
    max_attempts: v.exactOptional(v.nullable(count)),
    predicted_attempts_per_request: amount,
  }),
  faults: v.exactOptional(
    v.array(v.object({ fault: text, attempts: count, timeouts: count, injected: v.exactOptional(count) })),
  ),
  books: v.exactOptional(
    v.object({ confirmed: count, initial: units, remaining: units, mismatch: units, commits: count }),
  ),
});

const workload = v.object({
  seed: count,
  rate: amount,
  durationS: amount,
  arrivals: text,
  keys: count,
  skew: amount,
  hot: v.exactOptional(v.object({ keys: count, share })),
  burst: v.exactOptional(v.object({ factor: amount, lengthS: amount, periodS: amount })),
  units: count,
  hash: text,
});

const reproduceMetrics = v.object({
  format: v.literal('race-trace-reproduce-metrics/1'),
  runs: count,
  reproduced: count,
  identical_runs: count,
});

const manifest = v.object({
  workload: v.optional(workload),
  idempotent: v.exactOptional(v.boolean()),
  store: v.exactOptional(v.object({ kind: text, latency_ms: v.exactOptional(amount) })),
  admitted: v.exactOptional(count),
  faults: v.exactOptional(text),
});

/** What a phase's file of metrics says: of a load, or of a schedule that was played. */
export interface MetricsRead {
  readonly metrics?: RunMetrics;
  readonly plays?: SchedulePlays;
}

/** The metrics in a file's text. @throws Error whose message says what is wrong with which member */
export function readRunMetrics(json: string): MetricsRead {
  const read = parsed(v.variant('format', [runMetrics, reproduceMetrics]), json);
  return read.format === 'race-trace-metrics/1' ? { metrics: read } : { plays: read };
}

/** What a manifest says of the run besides the trace's own facts. @throws Error as {@link readRunMetrics} does */
export function readRunSetup(json: string): { workload: RunWorkload | undefined; setup: RunSetup } {
  const { workload: offered, ...setup } = parsed(manifest, json);
  return { workload: offered, setup };
}

function parsed<S extends v.GenericSchema>(schema: S, json: string): v.InferOutput<S> {
  const result = v.safeParse(schema, parseJson(json));
  if (result.success) return result.output;
  const [issue] = result.issues;
  const member = v.getDotPath(issue);
  throw new Error(clipped(member === null ? issue.message : `${member}: ${issue.message}`, 300));
}
