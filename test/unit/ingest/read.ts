import { readFileInto } from '../../../src/ingest/read-file.ts';
import { historyOf, readTrace } from '../../../src/ingest/read-trace.ts';
import type { ReadTraceOptions, TraceReading } from '../../../src/ingest/read-trace.ts';
import { RecordSink } from '../../../src/ingest/record-sink.ts';
import type { History } from '../../../src/core/history/history.ts';
import { NONE, RESULTS } from '../../../src/core/words/codes.ts';

/** The smallest header that makes a trace. */
export const HEADER = 'request_id,inventory_key,result';

/** Reads a trace from memory, in chunks of `chunkBytes`. */
export async function read(
  content: string | Uint8Array,
  options: Partial<ReadTraceOptions> & { chunkBytes?: number } = {},
): Promise<TraceReading> {
  const { chunkBytes = 64 * 1024, ...rest } = options;
  return readTrace(inChunks(Buffer.from(content as string), chunkBytes), { name: 'a.trace.csv', ...rest });
}

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

/** The same by the readers of texts alone: nothing is read straight from bytes. */
export async function readByText(
  content: string | Uint8Array,
  { facts, mapping = {}, ...rest }: Partial<ReadTraceOptions> = {},
): Promise<TraceReading> {
  const sink = new RecordSink();
  sink.readsPlain = false;
  sink.startFile(undefined, facts?.complete === false);
  const chunks = inChunks(Buffer.from(content as string), 64 * 1024);
  const form = await readFileInto(sink, chunks, { name: 'a.trace.csv', mapping, ...rest });
  return { ...historyOf(sink, facts), ...form };
}

/** The rows of a history as plain objects without their empty cells: what a test compares. */
export function rowsOf(history: History): Record<string, string | number | bigint>[] {
  return Array.from({ length: history.size }, (_, row) => {
    const text = (cell: number): string => (cell === NONE ? '' : history.strings.at(cell)!);
    const time = (us: number): number | string => (Number.isNaN(us) ? '' : Number(history.originUs) + us);
    const number = (value: number): number | string => (Number.isNaN(value) ? '' : value);
    const all: Record<string, string | number> = {
      request_id: text(history.requestId[row]!),
      inventory_key: text(history.inventoryKey[row]!),
      worker_id: text(history.workerId[row]!),
      client_id: text(history.clientId[row]!),
      read_version: history.versions.text(history.readVersion[row]!),
      write_version: history.versions.text(history.writeVersion[row]!),
      result: RESULTS[history.result[row]!]!,
      latency_ms: number(history.latencyMs[row]!),
      queue_delay_ms: number(history.queueDelayMs[row]!),
      retry_count: history.retryCount[row] === NONE ? '' : history.retryCount[row]!,
      start_us: time(history.startUs[row]!),
      read_us: time(history.readUs[row]!),
      write_us: time(history.writeUs[row]!),
      end_us: time(history.endUs[row]!),
      read_value: number(history.readValue[row]!),
      write_value: number(history.writeValue[row]!),
      units: number(history.units[row]!),
      read_site: text(history.readSite[row]!),
      write_site: text(history.writeSite[row]!),
      confirm_site: text(history.confirmSite[row]!),
      phase: text(history.phase[row]!),
      fault: text(history.fault[row]!),
      deployment: text(history.deployment[row]!),
    };
    for (const { name, values } of history.extra) all[`extra ${name}`] = text(values[row]!);
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
  });
}

/** The kinds of a reading's problems, in order. */
export function kindsOf(reading: TraceReading): string[] {
  return reading.problems.map(({ kind }) => kind);
}

/** Every record is accepted, rejected or blank, and every accepted one is a row. */
export function recordsOf({ reading, history }: TraceReading): number {
  if (reading.accepted !== history.size) throw new Error('accepted rows and history differ');
  return reading.accepted + reading.rejected + reading.blank;
}
