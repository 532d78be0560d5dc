import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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
  const versionOf = (key: string): number =>
    of.rows.reduce(
      (newest, { inventory_key: of, write_version: made }) =>
        of === key ? Math.max(newest, Number(made)) : newest,
      1,
    );
  const records = (units: Readonly<Record<string, number>>, version: (key: string) => number) =>
    Object.fromEntries(Object.entries(units).map(([key, value]) => [key, { value, version: version(key) }]));
  writeFileSync(
    path('.run.json'),
    JSON.stringify({
      format: 'race-trace/1',
      seed: 7,
      variant: of.variant,
      version_scheme: 'sequential',
      initial: records(of.initial, () => 1),
      remaining: records(of.remaining, versionOf),
      complete: true,
      ...of.manifest,
    }),
  );
  if (of.metrics !== undefined) writeFileSync(path('.metrics.json'), JSON.stringify(of.metrics));
}

function cell(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The metrics of a phase with these rows, counted by themselves: what a run writes that fits its trace. */
export function metricsOf(of: {
  readonly rows: readonly Row[];
  readonly variant: string;
  readonly phase?: string;
  readonly hash?: string;
  /** Those that were injected, and how often. */
  readonly faults?: readonly { readonly fault: string; readonly injected?: number }[];
  /** All units before and after; without them the run has no books of its own. */
  readonly units?: { readonly initial: number; readonly remaining: number };
}) {
  const { rows, variant, phase = 'load', hash = 'a'.repeat(64) } = of;
  const attempts = { success: 0, conflict: 0, rejected: 0, timeout: 0, retry: 0 };
  const requests = new Map<string, Row[]>();
  for (const row of rows) {
    attempts[row.result as keyof typeof attempts]++;
    const id = String(row.request_id);
    requests.set(id, [...(requests.get(id) ?? []), row]);
  }
  const each = [...requests.values()];
  const times = rows.flatMap(({ start_us, end_us }) => (start_us === undefined ? [] : [+start_us, +end_us!]));
  const [from, to] = [
    times.reduce((a, b) => Math.min(a, b), Infinity),
    times.reduce((a, b) => Math.max(a, b), 0),
  ];
  const seconds = times.length === 0 ? each.length / RATE_PER_S : (to - from) / 1e6;
  const answered = each.filter((its) => its.some(({ result }) => result !== 'timeout' && result !== 'retry'));
  const deliveries = rows.length - attempts.retry;
  const errors = attempts.timeout + rows.filter((row) => row.result === 'rejected' && !row.worker_id).length;
  const refused = attempts.retry + attempts.conflict;
  const confirmed = each.reduce(
    (sum, its) =>
      sum + new Set(its.filter(({ result }) => result === 'success').map((row) => row.write_version)).size,
    0,
  );
  const first = rows.filter(({ retry_count }) => retry_count === 0);
  const firstRefused = first.filter(({ result }) => result === 'retry' || result === 'conflict').length;
  const p =
    firstRefused / Math.max(1, firstRefused + first.filter(({ result }) => result === 'success').length);
  return {
    format: 'race-trace-metrics/1',
    phase,
    variant,
    workload_hash: hash,
    valid: true,
    invalid_because: [] as readonly string[],
    capacity: { service_ms: 18, workers: 24, utilisation: 0.675 },
    requests: {
      offered: each.length,
      sent: each.length,
      concluded: each.length,
      seconds,
      achieved_per_s: answered.length / seconds,
    },
    attempts: { started: rows.length, ...attempts },
    latency_ms: percentilesOf(each.flatMap(latencyOf)),
    queue_delay_ms: percentilesOf(
      rows.flatMap(({ queue_delay_ms: ms }) => (ms === undefined || ms === '' ? [] : [+ms])),
    ),
    http_5xx: { count: errors, rate: errors / deliveries },
    retries: {
      conflict_rate: attempts.conflict / deliveries,
      refused_write_rate: refused / Math.max(1, refused + confirmed),
      first_refused_rate: p,
      attempts_per_request: rows.length / each.length,
      max_attempts: null as number | null,
      predicted_attempts_per_request:
        1 +
        ((firstRefused + first.filter(({ result }) => result === 'success').length) / each.length) *
          (1 / (1 - p) - 1),
    },
    ...(of.faults && {
      faults: of.faults.map((fault) => {
        const under = rows.filter((row) => row.fault === fault.fault);
        const timeouts = under.filter(({ result }) => result === 'timeout').length;
        return { ...fault, attempts: under.length, timeouts };
      }),
    }),
    ...(of.units && {
      books: {
        confirmed,
        ...of.units,
        mismatch: confirmed - (of.units.initial - of.units.remaining),
        commits: confirmed,
      },
    }),
  };
}

/** From when the first attempt of a request was due until the last one's end; none of rows without times. */
function latencyOf(rows: readonly Row[]): number[] {
  const starts = rows.flatMap(({ start_us }) => (start_us === undefined ? [] : [+start_us]));
  if (starts.length < rows.length) return [];
  return [(Math.max(...rows.map(({ end_us }) => +end_us!)) - Math.min(...starts)) / 1000];
}

function percentilesOf(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (thousandths: number) => sorted[Math.ceil((thousandths * sorted.length) / 1000) - 1] ?? 0;
  const mean = sorted.length === 0 ? 0 : sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return { p50: at(500), p95: at(950), p99: at(990), p999: at(999), max: at(1000), mean };
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
