import type { ColumnName, History } from '../../core/index.ts';
import { NONE } from '../../core/words/codes.ts';

/** The SHA-256 of a text's UTF-8 bytes as 64 hexadecimal digits; injected, because a report computes without Node. */
export type Sha256 = (text: string) => string;

type CellReader = (row: number) => string | number | null;

/** A text that says which columns a trace has, where its clock begins and how many rows were refused; the digest of each row. */
export interface Content {
  readonly head: string;
  readonly digests: readonly string[];
}

/** The rows of a trace in a form that is the same wherever it is computed: docs/certificate.md defines it. */
export function contentOf(history: History, rejected: number, sha256: Sha256): Content {
  const names = [...history.columns, ...history.extra.map(({ name }) => name)].sort();
  const readers = Object.entries(cellReaders(history)).sort(([a], [b]) => (a < b ? -1 : 1));
  const cells = [
    ...readers.map(([, cell]) => cell),
    ...history.extra.map(({ values }) => textReader(history, values)),
  ];
  return {
    head: JSON.stringify([names, String(history.originUs), rejected]),
    digests: Array.from({ length: history.size }, (_, row) =>
      sha256(JSON.stringify(cells.map((cell) => cell(row)))),
    ),
  };
}

/** A reader for every column of the format, whether or not the trace has it. */
function cellReaders(history: History): Readonly<Record<ColumnName, CellReader>> {
  const text = (column: Int32Array) => textReader(history, column);
  const number = (column: Float64Array) => (row: number) =>
    Number.isNaN(column[row]!) ? null : column[row]!;
  const version = (column: Float64Array) => (row: number) => history.versions.text(column[row]!);
  return {
    request_id: text(history.requestId),
    inventory_key: text(history.inventoryKey),
    worker_id: text(history.workerId),
    read_version: version(history.readVersion),
    write_version: version(history.writeVersion),
    result: (row) => history.result[row]!,
    latency_ms: number(history.latencyMs),
    queue_delay_ms: number(history.queueDelayMs),
    retry_count: (row) => history.retryCount[row]!,
    client_id: text(history.clientId),
    start_us: number(history.startUs),
    read_us: number(history.readUs),
    write_us: number(history.writeUs),
    end_us: number(history.endUs),
    read_value: number(history.readValue),
    write_value: number(history.writeValue),
    units: number(history.units),
    read_site: text(history.readSite),
    write_site: text(history.writeSite),
    confirm_site: text(history.confirmSite),
    phase: text(history.phase),
    fault: text(history.fault),
    deployment: text(history.deployment),
  };
}

function textReader({ strings }: History, column: Int32Array): CellReader {
  return (row) => (column[row] === NONE ? null : strings.at(column[row]!)!);
}
