import type { LineBatch } from './bytes/lines.ts';
import type { ColumnTable } from './column-table.ts';
import type { JsonRecord } from './json-value.ts';
import type { SourceMapping } from './mapping/source-mapping.ts';
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
  /** Whether a file may be of this format whose name says nothing and whose first lines have this one; not in the format that all others are taken for. */
  readonly begins?: (line: string) => boolean;
  /** Loads what reads it, which is done for the first file of this format. */
  readonly load: () => Promise<
    new (sink: RecordSink, mapping: SourceMapping, foreignFormatOf: ForeignFormatOf) => TraceReader
  >;
}

/** The format of another program that a file has whose first record, or header, this is; undefined for one of our own. */
export type ForeignFormatOf = (first: JsonRecord, form: ForeignFormat['form']) => ForeignFormat | undefined;

/** A format that other programs write: how it is known, and what attempts its records tell of. */
export interface ForeignFormat {
  /** As messages call it: `k6 JSON lines`. */
  readonly title: string;
  readonly form: 'json' | 'csv';
  /** Whether a file with this first record is of the format; of CSV it is the header, as an object of empty texts. */
  readonly recognizes: (first: JsonRecord) => boolean;
  /** Begins a file; `reads` tells the names to which the user has mapped a column. */
  readonly open: (reads: ReadsName) => AttemptSource;
  /** Whether its rows are what a store has logged: writes that were applied, and nothing of what was answered. */
  readonly isStoreLog?: true;
  /** The mapping that such files have where the user has none. */
  readonly mapping?: SourceMapping;
}

/** Whether the user has mapped a column to this name. */
export type ReadsName = (name: string) => boolean;

/** What tells the attempts in the records of one file. */
export interface AttemptSource {
  /** The attempts that are known by now, in columns of the trace format and others; none of a record that is skipped, undefined of one that waits. */
  rows(record: JsonRecord, line: number): readonly JsonRecord[] | undefined;
  /** Those that were waiting for records which did not come. */
  end?(): readonly JsonRecord[];
  /** What a filter would have to tell apart; said where the user has none. A sentence without a full stop. */
  wantsFilter?(): string | undefined;
  /** Why the run proves nothing, as its writer says itself: a sentence. */
  invalidBecause?(): string | undefined;
}
