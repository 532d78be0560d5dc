import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ReadTraceOptions, TraceReading } from '../../../../src/ingest/read-trace.ts';
import { read, rowsOf } from '../read.ts';

type Row = ReturnType<typeof rowsOf>[number];

/** The text of a sample file. */
export function sampleText(name: string): string {
  return readFileSync(resolve(import.meta.dirname, 'samples', name), 'utf8');
}

/** Reads a sample file as a trace. */
export function readSample(name: string, options: Partial<ReadTraceOptions> = {}): Promise<TraceReading> {
  return read(sampleText(name), { name, ...options });
}

/** Reads JSON lines of these objects as a trace. */
export function readObjects(...objects: readonly object[]): Promise<TraceReading> {
  return read(objects.map((each) => JSON.stringify(each)).join('\n') + '\n', { name: 'a.ndjson' });
}

/** The rows of a reading in the columns of the format, or in these. */
export function columnsOf({ history }: TraceReading, ...names: readonly string[]): Row[] {
  return rowsOf(history).map((row) => {
    const cells = Object.entries(row);
    return Object.fromEntries(
      cells.filter(([name]) => (names.length === 0 ? !name.startsWith('extra ') : names.includes(name))),
    );
  });
}
