import type { ColumnName } from '../../core/index.ts';
import type { Result } from '../../core/words/codes.ts';

/** One attempt as the harness records it, filled in step by step. Times are microseconds of the run's clock. */
export interface AttemptRow {
  requestId: string;
  inventoryKey: string;
  workerId: string;
  /** Version of the code that handled it; empty if that is not known. */
  deployment: string;
  clientId: string;
  readVersion?: number;
  writeVersion?: number;
  result: Result;
  /** Attempts made for the request before this one. */
  retryCount: number;
  /** When it was due; for a retry, when the attempt before it ended. */
  startUs: number;
  /** When it was sent, if that was later than it was due. */
  sentUs?: number;
  /** When service began; since it was sent it had waited in a queue. */
  serviceUs: number;
  readUs?: number;
  /** When the store had answered the write, refused ones included. */
  writeUs?: number;
  /** When the client had its answer. */
  endUs: number;
  readValue?: number;
  writeValue?: number;
  /** `path:line:column` of the line that called the step. */
  readSite?: string;
  writeSite?: string;
  confirmSite?: string;
  fault?: string;
}

/** What all rows of a trace have in common. */
export interface RowContext {
  readonly phase: string;
  /** The moment that the trace's clock calls 0, in microseconds of the run's clock. */
  readonly originUs: number;
}

/** What the harness records: each of its requests takes one unit, so that its rows need not say how many. */
export type RecordedColumn = Exclude<ColumnName, 'units'>;

export type FieldValue = string | number | undefined;

/** The row's value in every column that is recorded. */
export function cells(row: AttemptRow, context: RowContext): Readonly<Record<RecordedColumn, FieldValue>> {
  const time = (us: number | undefined) => (us === undefined ? undefined : us - context.originUs);
  return {
    request_id: row.requestId,
    inventory_key: row.inventoryKey,
    worker_id: row.workerId,
    read_version: row.readVersion,
    write_version: row.writeVersion,
    result: row.result,
    latency_ms: (row.endUs - row.startUs) / 1000,
    // The wait of a request that no worker served is not known.
    queue_delay_ms: row.workerId === '' ? undefined : queueDelayUs(row) / 1000,
    retry_count: row.retryCount,
    client_id: row.clientId,
    start_us: time(row.startUs),
    read_us: time(row.readUs),
    write_us: time(row.writeUs),
    end_us: time(row.endUs),
    read_value: row.readValue,
    write_value: row.writeValue,
    read_site: row.readSite,
    write_site: row.writeSite,
    confirm_site: row.confirmSite,
    phase: context.phase,
    fault: row.fault,
    deployment: row.deployment,
  };
}

/** How long the service let the attempt wait before it began with it. */
export function queueDelayUs({ startUs, sentUs = startUs, serviceUs }: AttemptRow): number {
  return serviceUs - Math.max(startUs, sentUs);
}

/** All that the row says except when, as text to compare: two runs of one schedule have the same. */
export function withoutClock(row: AttemptRow): string {
  return JSON.stringify(row, (name, value: unknown) => (name.endsWith('Us') ? undefined : value));
}
