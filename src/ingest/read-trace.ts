import { setImmediate } from 'node:timers/promises';
import type { History } from '../core/history/history.ts';
import type { ReadingFacts, RunFacts } from '../core/history/run-facts.ts';
import type { ColumnMap } from './column-table.ts';
import {
  asUtf8,
  ENCODING_HEAD_BYTES,
  looksLikeUtf16,
  sniffEncoding,
  UNMARKED_UTF16,
} from './bytes/encoding.ts';
import type { Encoding } from './bytes/encoding.ts';
import { GUNZIP_LIMITS, gunzipped, isGzip } from './bytes/gunzip.ts';
import type { GunzipLimits } from './bytes/gunzip.ts';
import { countFeeds, LineSplitter } from './bytes/lines.ts';
import type { LineBatch } from './bytes/lines.ts';
import { tellLookAlikeKeys } from './look-alike-keys.ts';
import type { NotATrace } from './not-a-trace.ts';
import type { Problem } from './problem.ts';
import { RecordSink } from './record-sink.ts';
import { formatOfName, formatOfText, SOURCE_FORMATS, type TraceFormat } from './sources/formats.ts';
import type { TraceReader } from './source-format.ts';

export interface ReadTraceOptions {
  /** The file's name; its ending says the form. Whether it is gzipped, its first bytes say. */
  readonly name: string;
  /** The manifest: its versions join the history's scale, and a run that never finished may end in a cut row. */
  readonly facts?: RunFacts | undefined;
  /** The user's own column names: ours → theirs. */
  readonly columnMap?: ColumnMap | undefined;
  readonly gunzipLimits?: GunzipLimits | undefined;
  /** Called with the bytes of the file read so far, packed if it is packed. */
  readonly onProgress?: ((bytesRead: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A trace as it was read. accepted + rejected + blank = records of the file, the header not counted. */
export interface TraceReading {
  readonly history: History;
  readonly reading: ReadingFacts;
  /** The first 1,000 problems, in the order in which they were met. */
  readonly problems: readonly Problem[];
  readonly problemsTotal: number;
  readonly format: TraceFormat;
  readonly encoding: Encoding;
  readonly gzipped: boolean;
  /** What separates the cells of a CSV file; undefined for other formats and for a file without a header. */
  readonly delimiter: string | undefined;
  /** The file's own column names. */
  readonly columnNames: readonly string[];
  /** Set if this is another kind of file: no row was looked for. */
  readonly notATrace: NotATrace | undefined;
  /** True if the last line has no line end: it was read, but its last cell may have been cut. */
  readonly endsMidLine: boolean;
}

/**
 * Reads a trace as a stream: bytes → columns and problems. Nothing in the content makes it throw; it rejects only with
 * what the source throws, or with the signal's reason. It gives the event loop a turn after every batch of lines.
 */
export async function readTrace(
  chunks: AsyncIterable<Uint8Array>,
  options: ReadTraceOptions,
): Promise<TraceReading> {
  const { name, facts, columnMap = new Map<string, string>(), signal } = options;
  const sink = new RecordSink();
  sink.suspectTail = facts?.complete === false;
  const file = await peek(counted(chunks, options.onProgress));
  const gzipped = isGzip(file.head);
  const text = gzipped ? await peek(unpacked(file.chunks, options, sink)) : file;
  const { encoding, bomBytes } = sniffEncoding(text.head);
  const splitter = new LineSplitter(encoding, bomBytes);
  let format = formatOfName(name);
  let opening: Promise<TraceReader> | undefined;
  const take = async (batch: LineBatch): Promise<void> => {
    format ??= formatOfText(batch.bytes);
    // Lines of white space are blank in every format.
    if (format === undefined) sink.blank += Math.max(1, countFeeds(batch.bytes));
    else (await (opening ??= readerOf(format, sink, columnMap))).push(batch);
  };
  const isUnmarked = encoding === 'utf-8' && looksLikeUtf16(text.head);
  if (isUnmarked) sink.loseRest('bad-encoding', UNMARKED_UTF16);
  const whole = isUnmarked ? nothing(text.chunks) : asUtf8(withoutBom(text.chunks, bomBytes), encoding);
  for await (const chunk of whole) {
    // A line may be longer than anybody wants to wait.
    signal?.throwIfAborted();
    for (const batch of splitter.push(chunk)) {
      signal?.throwIfAborted();
      await take(batch);
      await setImmediate();
    }
  }
  for (const batch of splitter.end()) await take(batch);
  const reader = await opening;
  reader?.end();
  signal?.throwIfAborted();
  if (reader === undefined && sink.blank === 0 && sink.problems.total === 0)
    sink.tellOfFile('empty-file', 'the file is empty');
  const history = sink.builder.finish(knownVersions(facts), facts?.initial?.keys());
  tellLookAlikeKeys(sink, history, facts);
  return {
    history,
    reading: sink.facts,
    problems: sink.problems.stored,
    problemsTotal: sink.problems.total,
    format: format ?? 'csv',
    encoding,
    gzipped,
    delimiter: reader?.delimiter,
    columnNames: reader?.table.names ?? [],
    notATrace: notATrace(sink, reader),
    endsMidLine: sink.endsMidLine,
  };
}

async function readerOf(format: TraceFormat, sink: RecordSink, columnMap: ColumnMap): Promise<TraceReader> {
  const Reader = await SOURCE_FORMATS[format].load();
  return new Reader(sink, columnMap);
}

/** A file is no trace if it has content and not one of its records shows the columns that a trace needs. */
function notATrace(sink: RecordSink, reader: TraceReader | undefined): NotATrace | undefined {
  const [first] = sink.problems.stored;
  if (sink.accepted > 0 || first === undefined || first.kind === 'empty-file') return undefined;
  if (reader?.table.missing.length === 0) return undefined;
  if (reader !== undefined && reader.table.names.length > 0 && first.kind === 'missing-column')
    return reader.table.notATrace();
  const because = first.line > 0 ? `line ${first.line}: ${first.message}` : first.message;
  return { because, columns: [], missing: [], nearest: new Map() };
}

function unpacked(
  chunks: AsyncIterable<Uint8Array>,
  { gunzipLimits = GUNZIP_LIMITS }: ReadTraceOptions,
  sink: RecordSink,
): AsyncIterable<Uint8Array> {
  return gunzipped(chunks, gunzipLimits, ({ kind, message }) => {
    sink.loseRest(kind, message);
  });
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onProgress: ((bytesRead: number) => void) | undefined,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    onProgress?.(bytes);
    yield chunk;
  }
}

/** The first bytes of a stream, and the whole stream again. */
async function peek(
  source: AsyncIterable<Uint8Array>,
): Promise<{ head: Uint8Array; chunks: AsyncGenerator<Uint8Array> }> {
  const chunks = source[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < ENCODING_HEAD_BYTES) {
    const next = await chunks.next();
    if (next.done === true) break;
    first.push(next.value);
    bytes += next.value.length;
  }
  const head = Buffer.concat(first);
  return { head, chunks: again(head, chunks) };
}

async function* again(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** None of a stream, which is given up. */
async function* nothing(chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  await chunks.return(undefined);
  yield* [];
}

async function* withoutBom(chunks: AsyncIterable<Uint8Array>, bomBytes: number): AsyncGenerator<Uint8Array> {
  let skip = bomBytes;
  for await (const chunk of chunks) {
    yield skip === 0 ? chunk : chunk.subarray(skip);
    skip = 0;
  }
}

function* knownVersions(facts: RunFacts | undefined): Generator<bigint | string> {
  for (const records of [facts?.initial, facts?.remaining])
    for (const { version } of records?.values() ?? []) if (version !== undefined) yield version;
}
