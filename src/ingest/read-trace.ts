import type { History } from '../core/history/history.ts';
import type { ReadingFacts, RunFacts } from '../core/history/run-facts.ts';
import { tellLookAlikeKeys } from './look-alike-keys.ts';
import { guardKeys, memoryLimits, type MemoryLimits } from './memory-need.ts';
import type { Problem } from './problem.ts';
import { readFileInto } from './read-file.ts';
import type { FileForm, FileReading } from './read-file.ts';
import { RecordSink } from './record-sink.ts';

export interface ReadTraceOptions extends Omit<FileReading, 'mapping'> {
  /** The manifest: its versions join the history's scale, and a run that never finished may end in a cut row. */
  readonly facts?: RunFacts | undefined;
  /** How the user maps the file; what it leaves out has the names of the format. */
  readonly mapping?: FileReading['mapping'] | undefined;
}

/** What the rows of a trace are, in one file or in several. accepted + rejected + blank = its records, headers not counted. */
interface HistoryReading {
  readonly history: History;
  readonly reading: ReadingFacts;
  /** The first 1,000 problems, in the order in which they were met. */
  readonly problems: readonly Problem[];
  readonly problemsTotal: number;
  /** True if the last line of a file has no line end: it was read, but its last cell may have been cut. */
  readonly endsMidLine: boolean;
}

/** A trace as it was read. */
export interface TraceReading extends HistoryReading, FileForm {}

/**
 * Reads a trace as a stream: bytes → columns and problems. Nothing in the content makes it throw; it rejects only with
 * what the source throws, with the signal's reason, or with a `MemoryError`. It gives the event loop a turn after every batch of lines.
 */
export async function readTrace(
  chunks: AsyncIterable<Uint8Array>,
  options: ReadTraceOptions,
): Promise<TraceReading> {
  const { facts, mapping = {}, ...reading } = options;
  const sink = new RecordSink();
  sink.startFile(undefined, facts?.complete === false);
  const form = await readFileInto(sink, chunks, { ...reading, mapping });
  return { ...historyOf(sink, facts, options.memory), ...form };
}

/** The history out of the rows of all files that a sink has taken. Throws a `MemoryError` if its check needs too much. */
export function historyOf(
  sink: RecordSink,
  facts: RunFacts | undefined,
  memory: MemoryLimits = memoryLimits(),
): HistoryReading {
  const reading = sink.facts;
  const history = sink.builder.finish(knownVersions(facts), facts?.initial?.keys());
  guardKeys(history, memory);
  tellLookAlikeKeys(sink, history, facts);
  return {
    history,
    reading,
    problems: sink.problems.stored,
    problemsTotal: sink.problems.total,
    endsMidLine: sink.endsMidLine,
  };
}

function* knownVersions(facts: RunFacts | undefined): Generator<bigint | string> {
  for (const records of [facts?.initial, facts?.remaining])
    for (const { version } of records?.values() ?? []) if (version !== undefined) yield version;
}
