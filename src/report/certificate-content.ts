import { COLUMNS, NONE, RESULTS } from '../core/history/history.ts';
import type { ColumnName, History } from '../core/history/history.ts';
import type { ContentDigest, ResultCounts } from './certificate-format.ts';

/** The SHA-256 of a text's UTF-8 bytes as 64 hexadecimal digits; injected, because a report computes without Node. */
export type Sha256 = (text: string) => string;

/** Hexadecimal digits of a digest that only says where, not whether. */
const TAG = 16;

type CellReader = (row: number) => string | number | null;

/** One column of a trace by its name, its cells as a canonical row has them. */
interface Column {
  readonly name: string;
  readonly cell: CellReader;
}

/** The rows of a trace as texts that are the same wherever they are computed. */
export class CanonicalRows {
  readonly #columns: readonly Column[];
  readonly #sha256: Sha256;
  readonly #size: number;
  /** Of each row, the SHA-256 of its canonical text. */
  readonly digests: readonly string[];

  /** @param digests those of the rows, where they are known already */
  constructor(history: History, sha256: Sha256, digests?: readonly string[]) {
    this.#columns = columnsOf(history);
    this.#sha256 = sha256;
    this.#size = history.size;
    this.digests = digests ?? Array.from({ length: history.size }, (_, row) => sha256(this.text(row)));
  }

  /** The row as a JSON array: the known columns in the order of the format, then the others in that of the file. */
  text(row: number): string {
    return JSON.stringify(this.#columns.map(({ cell }) => cell(row)));
  }

  /** The digest of some rows in this order. */
  digest(rows: Iterable<number>): string {
    const parts: string[] = [];
    for (const row of rows) parts.push(this.digests[row]!);
    return this.#sha256(parts.join(''));
  }

  /** The root over all rows, and the digests of the lines and places of a rectangle this wide. */
  rectangle(width = Math.ceil(Math.sqrt(this.#size))): Omit<ContentDigest, 'columns'> {
    const lines: string[] = [];
    for (let from = 0; from < this.#size; from += width)
      lines.push(this.#sha256(this.digests.slice(from, from + width).join('')));
    const places = Array.from({ length: Math.min(width, this.#size) }, (_, place) =>
      this.digest(every(width, place, this.#size)),
    );
    const names = JSON.stringify(this.#columns.map(({ name }) => name));
    return {
      sha256: this.#sha256([names, ...lines].join('\n')),
      width,
      lines: lines.map(tag),
      places: places.map(tag),
    };
  }

  /** A short digest of each column. */
  columns(): ContentDigest['columns'] {
    return this.#columns.map(({ name, cell }) => {
      const cells = Array.from({ length: this.#size }, (_, row) => cell(row));
      return [name, tag(this.#sha256(JSON.stringify(cells)))];
    });
  }
}

/** How many of these rows have each result. */
export function countResults({ result }: History, rows: Iterable<number>): ResultCounts {
  const counts = { success: 0, conflict: 0, rejected: 0, timeout: 0, retry: 0 };
  for (const row of rows) counts[RESULTS[result[row]!]!]++;
  return counts;
}

function* every(step: number, from: number, to: number): Generator<number> {
  for (let row = from; row < to; row += step) yield row;
}

function tag(sha256: string): string {
  return sha256.slice(0, TAG);
}

/** The known columns that the file has, then those that the format does not know. */
function columnsOf(history: History): Column[] {
  const readers = cellReaders(history);
  const known = COLUMNS.filter((name) => history.columns.has(name));
  return [
    ...known.map((name) => ({ name, cell: readers[name] })),
    ...history.extra.map(({ name, values }) => ({ name, cell: textReader(history, values) })),
  ];
}

function cellReaders(history: History): Readonly<Record<ColumnName, CellReader>> {
  const text = (column: Int32Array) => textReader(history, column);
  const number = (column: Float64Array) => (row: number) =>
    Number.isNaN(column[row]!) ? null : column[row]!;
  const version = (column: Float64Array) => (row: number) =>
    column[row] === NONE ? null : history.versions.text(column[row]!);
  const time = (column: Float64Array) => (row: number) =>
    Number.isNaN(column[row]!) ? null : timeText(history.originUs, column[row]!);
  return {
    request_id: text(history.requestId),
    inventory_key: text(history.inventoryKey),
    worker_id: text(history.workerId),
    read_version: version(history.readVersion),
    write_version: version(history.writeVersion),
    result: (row) => RESULTS[history.result[row]!]!,
    latency_ms: number(history.latencyMs),
    queue_delay_ms: number(history.queueDelayMs),
    retry_count: (row) => (history.retryCount[row] === NONE ? null : history.retryCount[row]!),
    client_id: text(history.clientId),
    start_us: time(history.startUs),
    read_us: time(history.readUs),
    write_us: time(history.writeUs),
    end_us: time(history.endUs),
    read_value: number(history.readValue),
    write_value: number(history.writeValue),
    read_site: text(history.readSite),
    write_site: text(history.writeSite),
    confirm_site: text(history.confirmSite),
    phase: text(history.phase),
    fault: text(history.fault),
    deployment: text(history.deployment),
  };
}

function textReader({ strings }: History, column: Int32Array): CellReader {
  return (row) => (column[row] === NONE ? null : strings[column[row]!]!);
}

/** Whole microseconds of the file's clock as decimal digits; what there is of a fraction follows a plus sign. */
function timeText(originUs: bigint, relativeUs: number): string {
  const whole = Math.floor(relativeUs);
  const absolute = String(originUs + BigInt(whole));
  return whole === relativeUs ? absolute : `${absolute}+${relativeUs - whole}`;
}
