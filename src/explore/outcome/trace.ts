import type { Result } from '../../core/words/codes.ts';
import type { FieldValue } from '../../harness/record/attempt-row.ts';
import { csvLine } from '../../harness/record/trace-format.ts';
import type { PlayedStep } from '../search/played.ts';
import { attemptOf, type Attempt } from './attempt.ts';
import type { Failure } from './exploration.ts';

/** What is written of a schedule: an ordinary trace, and the manifest beside it. */
export interface FailureTrace {
  readonly csv: string;
  readonly manifest: Readonly<Record<string, unknown>>;
}

/** How a failure becomes a trace. */
export interface TraceOptions {
  readonly clients: readonly string[];
  /** The record that is raced for. */
  readonly key: string;
  /** What was explored, as the manifest says it. */
  readonly explored: { readonly kind: 'module' | 'service'; readonly name?: string };
  /** Whether the times of the steps are shown; else the steps are a millisecond apart, in their order. */
  readonly hasTimes: boolean;
  /** What an answer is as a result of the trace. */
  readonly resultOf: (code: string, hasWritten: boolean) => Result;
}

const STEP_US = 1000;

/**
 * A row for each client: its last read before its write, and that write. Where steps have no versions of their own, those of
 * the record are counted: each of these writes makes the next one.
 */
export function failureTrace({ steps, codes, schedule }: Failure, options: TraceOptions): FailureTrace {
  const { clients, key } = options;
  const attempts = clients.map((_, client) => attemptOf(steps, client));
  const times = steps.map((step, index) =>
    options.hasTimes
      ? { from: step.startUs, to: step.endUs }
      : { from: index * STEP_US, to: index * STEP_US + STEP_US / 2 },
  );
  const versions = countVersions(steps, attempts);
  const rows = clients.map((name, client): Readonly<Record<string, FieldValue>> => {
    const { read, write } = attempts[client]!;
    const own = steps.flatMap((step, index) => (step.client === client ? [times[index]!] : []));
    const [start, end] = [own[0]?.from ?? 0, own.at(-1)?.to ?? 0];
    const [reading, writing] = [read, write].map((at) => (at === undefined ? undefined : steps[at]));
    return {
      request_id: name,
      inventory_key: key,
      worker_id: name,
      client_id: name,
      read_version: reading && (reading.readVersion ?? versions.read[client]),
      write_version: writing && (writing.writeVersion ?? versions.write[client]),
      result: options.resultOf(codes[client] ?? '', writing !== undefined),
      latency_ms: (end - start) / 1000,
      queue_delay_ms: 0,
      retry_count: 0,
      start_us: start,
      read_us: read === undefined ? undefined : times[read]!.to,
      write_us: write === undefined ? undefined : times[write]!.to,
      end_us: end,
      read_value: reading?.value,
      write_value: writing?.value,
      read_site: reading?.site,
      write_site: writing?.site,
      answer: codes[client],
      steps: stepsText(steps, client),
    };
  });
  const columns = Object.keys(rows[0] ?? {});
  return {
    csv: csvLine(columns) + rows.map((row) => csvLine(columns.map((column) => row[column]))).join(''),
    manifest: {
      format: 'race-trace/1',
      version_scheme: 'sequential',
      schedule,
      explored: options.explored,
      rows: rows.length,
      offered: rows.length,
      complete: true,
    },
  };
}

/** The version that each client read and made, counted from 1 in the order of the steps. */
function countVersions(
  steps: readonly PlayedStep[],
  attempts: readonly Attempt[],
): { readonly read: readonly number[]; readonly write: readonly number[] } {
  const [read, write]: [number[], number[]] = [[], []];
  let version = 1;
  for (const [index, { client }] of steps.entries()) {
    if (attempts[client]?.read === index) read[client] = version;
    if (attempts[client]?.write === index) write[client] = ++version;
  }
  return { read, write };
}

/** All steps of a client with what they saw, for the details of its row. */
function stepsText(steps: readonly PlayedStep[], client: number): string {
  return steps
    .flatMap(({ client: own, label, result }, index) =>
      own === client ? [`t${index + 1} ${label}${result === '' ? '' : ` → ${result}`}`] : [],
    )
    .join('; ');
}

/** What an answer is where nothing says it: by its status, else by whether the client has written. */
export function usualResult(code: string, hasWritten: boolean): Result {
  if (/^(stuck|throws ETIMEDOUT|5\d\d)$/.test(code)) return 'timeout';
  if (/^(409|412|throws 40001|throws 40P01)$|conflict/i.test(code)) return 'conflict';
  if (/^2\d\d$/.test(code)) return 'success';
  return hasWritten && !code.startsWith('throws ') ? 'success' : 'rejected';
}
