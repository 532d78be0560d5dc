import type { LineBatch } from './bytes/lines.ts';
import type { ColumnMap, ColumnTable } from './column-table.ts';
import type { RecordSink } from './record-sink.ts';

/** Takes the lines of one file and puts its records into a sink. */
export interface TraceReader {
  /** The columns of the file. */
  readonly table: ColumnTable;
  /** What separates the cells; undefined where nothing does, and until the header has been seen. */
  readonly delimiter?: string | undefined;
  push(batch: LineBatch): void;
  /** Says that no more batches follow. */
  end(): void;
}

/** One format that traces are read from: how it is known, and what reads it. */
export interface SourceFormat {
  /** What names of such files end in, without the dot: `NAME.trace.ENDING` is a trace wherever files are looked for. */
  readonly endings: readonly string[];
  /** Endings of files that are read in this format if they are named. */
  readonly otherEndings?: readonly string[];
  /** Whether a file may be of this format whose name says nothing and whose text begins with this line; not in the format that all others are taken for. */
  readonly begins?: (line: string) => boolean;
  /** Loads what reads it, which is done for the first file of this format. */
  readonly load: () => Promise<new (sink: RecordSink, columnMap: ColumnMap) => TraceReader>;
}
