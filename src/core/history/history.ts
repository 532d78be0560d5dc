import type { StringTable } from './string-table.ts';

/**
 * A history: the attempts of one trace as columns. Row `i` is the i-th accepted row in file order. Half a million
 * attempts are typed arrays and interned strings, never half a million objects.
 */

/** Every column that the trace format knows, by its name in the file. */
export const COLUMNS = [
  'request_id',
  'inventory_key',
  'worker_id',
  'read_version',
  'write_version',
  'result',
  'latency_ms',
  'queue_delay_ms',
  'retry_count',
  'client_id',
  'start_us',
  'read_us',
  'write_us',
  'end_us',
  'read_value',
  'write_value',
  'units',
  'read_site',
  'write_site',
  'confirm_site',
  'phase',
  'fault',
  'deployment',
] as const;
export type ColumnName = (typeof COLUMNS)[number];

/** Columns of an index into {@link History.strings}, or {@link NONE}. */
type StringColumn = Int32Array;

/** One of several files that are one history. */
export interface TraceFile {
  readonly name: string;
  /** Its rows begin here and end where those of the next file begin. */
  readonly firstRow: number;
}

export interface History {
  /** Number of attempts. */
  readonly size: number;
  /** Interned strings; every string column holds indexes into it. */
  readonly strings: StringTable;
  /** The known columns that the file has; what is absent cannot be checked. */
  readonly columns: ReadonlySet<ColumnName>;
  /** 1-based physical line of each attempt in the file. */
  readonly line: Uint32Array;
  /** The files in the order of their rows; none of a history out of one file. */
  readonly files: readonly TraceFile[];

  readonly requestId: StringColumn;
  readonly inventoryKey: StringColumn;
  readonly workerId: StringColumn;
  readonly clientId: StringColumn;

  /** Versions on {@link versions}' scale; {@link NONE} where empty. Only ever compared and stepped by one. */
  readonly readVersion: Float64Array;
  readonly writeVersion: Float64Array;
  readonly versions: VersionScale;

  /** Codes of {@link RESULT}. */
  readonly result: Uint8Array;
  /** Milliseconds; NaN where empty. */
  readonly latencyMs: Float64Array;
  readonly queueDelayMs: Float64Array;
  /** Attempts made for the request before this one; {@link NONE} where empty. */
  readonly retryCount: Int32Array;

  /** Microseconds since {@link originUs}; NaN where empty. */
  readonly startUs: Float64Array;
  readonly readUs: Float64Array;
  readonly writeUs: Float64Array;
  readonly endUs: Float64Array;
  /** What the time columns are relative to, so that 64-bit clocks stay exact in a double. */
  readonly originUs: bigint;

  /** Units of inventory; NaN where empty. */
  readonly readValue: Float64Array;
  readonly writeValue: Float64Array;
  /** What an applied write takes, as the row says; negative for a release; NaN where empty. */
  readonly units: Float64Array;

  readonly readSite: StringColumn;
  readonly writeSite: StringColumn;
  readonly confirmSite: StringColumn;
  readonly phase: StringColumn;
  readonly fault: StringColumn;
  readonly deployment: StringColumn;

  /** Columns that the format does not know, kept for the details. */
  readonly extra: readonly { readonly name: string; readonly values: StringColumn }[];
}

/**
 * How versions are held. Normally the cell is the version itself. A trace with a version above 2^53, or with one that is no
 * number, holds the rank of each version among all of the trace and their successors instead: order is kept, and
 * `cell + 1` is the next version on both scales. Versions that are no numbers rank above all that are; they have no order.
 */
export interface VersionScale {
  /** The version that a cell stands for, as the trace has it; '' for {@link NONE}. */
  text(cell: number): string;
  /** Whether `later` is exactly `earlier` + 1. */
  isNext(earlier: number, later: number): boolean;
  /** The cell of a version that came from outside the rows (the manifest), or undefined if the scale has none. */
  cell(version: bigint | string): number | undefined;
  /** Whether a cell stands for a version that is no number. */
  isOpaque(cell: number): boolean;
}
