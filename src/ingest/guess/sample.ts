import { basename } from 'node:path';
import { withTraceFile } from '../open-trace.ts';
import type { SourceMapping } from '../mapping/source-mapping.ts';
import { readFileInto } from '../read-file.ts';
import { readTrace, type TraceReading } from '../read-trace.ts';
import { RecordSink } from '../record-sink.ts';
import type { JsonRecord } from '../json-value.ts';
import type { ForeignFormat } from '../source-format.ts';
import { foreignFormatOf } from '../sources/foreign.ts';

/** So much of a file is looked at. */
const MOST_RECORDS = 2000;
const MOST_BYTES = 2 * 1024 * 1024;

/** The first records of a file. */
export interface Sample {
  readonly records: readonly JsonRecord[];
  /** What the format of another program is called that reads the file as it is; its attempts are the records. */
  readonly format: string | undefined;
}

/**
 * Reads the first records of a file as a trace is read: packed or not, wrapped or with a prefix, JSON or CSV.
 * @throws TraceFileError if the file cannot be read
 */
export async function sampleOf(path: string, signal?: AbortSignal): Promise<Sample> {
  const records: JsonRecord[] = [];
  let format: ForeignFormat | undefined;
  const collecting = (first: JsonRecord, form: ForeignFormat['form']): ForeignFormat => {
    format = foreignFormatOf(first, form);
    return collector(form, records, format);
  };
  await withTraceFile(path, (file) =>
    readFileInto(
      new RecordSink(),
      beginningOf(file.chunks(signal), () => records.length >= MOST_RECORDS),
      {
        name: basename(path),
        mapping: {},
        foreignFormatOf: collecting,
        signal,
      },
    ),
  );
  return { records: records.slice(0, MOST_RECORDS), format: format?.title };
}

/** Reads the beginning of a file as a trace. @throws TraceFileError if the file cannot be read */
export function readBeginning(
  path: string,
  mapping: SourceMapping,
  signal?: AbortSignal,
): Promise<TraceReading> {
  return withTraceFile(path, (file) =>
    readTrace(
      beginningOf(file.chunks(signal), () => false),
      { name: basename(path), mapping, signal },
    ),
  );
}

/** A format whose records go into a list. */
function collector(
  form: ForeignFormat['form'],
  records: JsonRecord[],
  format: ForeignFormat | undefined,
): ForeignFormat {
  return {
    title: 'a sample',
    form,
    recognizes: () => true,
    open: (reads) => {
      const source = format?.open(reads);
      return {
        rows: (record, line) => {
          if (records.length < MOST_RECORDS) records.push(...(source?.rows(record, line) ?? [record]));
          return [];
        },
      };
    },
  };
}

async function* beginningOf(
  chunks: AsyncIterable<Uint8Array>,
  isEnough: () => boolean,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    yield chunk;
    bytes += chunk.length;
    if (bytes >= MOST_BYTES || isEnough()) return;
  }
}
