import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunMetrics } from '../../../src/core/decide/run-record.ts';

/** The peak. */
const RATE_PER_S = 900;

/** One row of a trace, by the format's column names; what is absent is an empty cell. */
export type Row = Readonly<Record<string, string | number>>;

/** A phase as it is written to a folder. */
export interface SyntheticPhase {
  readonly phase: string;
  readonly variant: string;
  readonly rows: readonly Row[];
  /** Units by key, before and after. */
  readonly initial: Readonly<Record<string, number>>;
  readonly remaining: Readonly<Record<string, number>>;
  /** Members of the manifest besides the usual ones. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Undefined for a phase without metrics. */
  readonly metrics?: unknown;
}

/** Writes the files of a phase as the harness lays them out. */
export function writePhase(directory: string, of: SyntheticPhase): void {
  mkdirSync(directory, { recursive: true });
  const path = (ending: string) => join(directory, `${of.phase}${ending}`);
  const columns = [...new Set(of.rows.flatMap((row) => Object.keys(row)))];
  const lines = of.rows.map((row) => columns.map((column) => cell(String(row[column] ?? ''))).join(','));
  writeFileSync(path('.trace.csv'), `${[columns.join(','), ...lines].join('\n')}\n`);
  const records = (units: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(units).map(([key, value]) => [key, { value }]));
  writeFileSync(
    path('.run.json'),
    JSON.stringify({
      format: 'race-trace/1',
      seed: 7,
      variant: of.variant,
      version_scheme: 'sequential',
      initial: records(of.initial),
      remaining: records(of.remaining),
      complete: true,
      ...of.manifest,
    }),
  );
  if (of.metrics !== undefined) writeFileSync(path('.metrics.json'), JSON.stringify(of.metrics));
}

function cell(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Figures of a load that holds every criterion, with what differs. */
export function metricsOf(different: {
  /** Those of the trace, which the figures must fit. */
  readonly rows: readonly Row[];
  readonly variant: string;
  readonly phase?: string;
  readonly hash?: string;
  readonly p99?: number;
  readonly queueMax?: number;
  readonly http5xxRate?: number;
  readonly conflictRate?: number;
  readonly refusedWriteRate?: number;
  readonly attemptsPerRequest?: number;
  readonly faults?: RunMetrics['faults'];
  readonly books?: Readonly<Record<'confirmed' | 'initial' | 'remaining' | 'mismatch' | 'commits', number>>;
}) {
  const { variant, phase = 'load', hash = 'a'.repeat(64), p99 = 100, queueMax = 20 } = different;
  const { http5xxRate = 0, conflictRate = 0, refusedWriteRate = 0, attemptsPerRequest = 1 } = different;
  const requests = new Set(different.rows.map(({ request_id }) => request_id)).size;
  const seconds = requests / RATE_PER_S;
  const attempts = { success: 0, conflict: 0, rejected: 0, timeout: 0, retry: 0 };
  for (const { result } of different.rows) attempts[result as keyof typeof attempts]++;
  const percentiles = (top: number) => ({
    p50: top / 4,
    p95: top / 2,
    p99: top,
    p999: top * 1.2,
    max: top * 1.5,
    mean: top / 4,
  });
  return {
    format: 'race-trace-metrics/1',
    phase,
    variant,
    workload_hash: hash,
    valid: true,
    invalid_because: [],
    capacity: { service_ms: 18, workers: 24, utilisation: 0.675 },
    requests: {
      offered: requests,
      sent: requests,
      concluded: requests,
      seconds,
      achieved_per_s: requests / seconds,
    },
    attempts: { started: different.rows.length, ...attempts },
    latency_ms: percentiles(p99),
    queue_delay_ms: { ...percentiles(queueMax / 2), max: queueMax },
    http_5xx: { count: Math.round(http5xxRate * requests), rate: http5xxRate },
    retries: {
      conflict_rate: conflictRate,
      refused_write_rate: refusedWriteRate,
      attempts_per_request: attemptsPerRequest,
      max_attempts: null,
      predicted_attempts_per_request: 1 / (1 - refusedWriteRate),
    },
    ...(different.faults && { faults: different.faults }),
    books: different.books ?? { confirmed: 0, initial: 0, remaining: 0, mismatch: 0, commits: 0 },
  };
}

/** A manifest's workload of this hash: the peak, or the beginning of it. */
export function peakWorkload(hash = 'a'.repeat(64), durationS = 600) {
  return {
    workload: {
      seed: 7,
      rate: RATE_PER_S,
      durationS,
      arrivals: 'poisson',
      keys: 100,
      skew: 1,
      burst: { factor: 3, lengthS: 2, periodS: 30 },
      units: 50_000,
      hash,
    },
  };
}
