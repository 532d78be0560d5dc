import { setImmediate } from 'node:timers/promises';
import { withLineFeeds } from './bytes/carriage-returns.ts';
import { asUtf8, looksLikeUtf16, sniffEncoding, UNMARKED_UTF16 } from './bytes/encoding.ts';
import type { Encoding } from './bytes/encoding.ts';
import { GUNZIP_LIMITS, gunzipped, isGzip } from './bytes/gunzip.ts';
import type { GunzipLimits } from './bytes/gunzip.ts';
import { countFeeds, LineSplitter } from './bytes/lines.ts';
import type { LineBatch } from './bytes/lines.ts';
import { peek } from './bytes/peek.ts';
import { ArrayElements } from './json/array-elements.ts';
import { formOf, splitterOf } from './json/text-form.ts';
import type { SourceMapping } from './mapping/source-mapping.ts';
import { guardRows, memoryLimits, type MemoryLimits } from './memory-need.ts';
import type { NotATrace } from './not-a-trace.ts';
import type { RecordSink } from './record-sink.ts';
import type { ForeignFormatOf, TraceReader } from './source-format.ts';
import { foreignFormatOf } from './sources/foreign.ts';
import { HEAD_BYTES, refusedBecause } from './sources/refused.ts';
import { FormatOfLines, formatOfName, SOURCE_FORMATS, type TraceFormat } from './sources/formats.ts';

/** How one file is to be read. */
export interface FileReading {
  /** The file's name; its ending says the form. Whether it is gzipped, its first bytes say. */
  readonly name: string;
  /** How its records become rows. */
  readonly mapping: SourceMapping;
  /** What finds the format of another program; that of all known ones unless it is given. */
  readonly foreignFormatOf?: ForeignFormatOf | undefined;
  readonly gunzipLimits?: GunzipLimits | undefined;
  /** Called with the bytes of the file read so far, packed if it is packed. */
  readonly onProgress?: ((bytesRead: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The bytes of the file; 0 where it does not say. */
  readonly fileBytes?: number | undefined;
  /** Those of this thread on this machine unless given. */
  readonly memory?: MemoryLimits | undefined;
}

/** What a file turned out to be. */
export interface FileForm {
  readonly format: TraceFormat;
  readonly encoding: Encoding;
  readonly gzipped: boolean;
  /** What separates the cells of a CSV file; undefined for other formats and for a file without a header. */
  readonly delimiter: string | undefined;
  /** The file's own column names. */
  readonly columnNames: readonly string[];
  /** Set if this is another kind of file: no row was looked for. */
  readonly notATrace: NotATrace | undefined;
}

/**
 * Reads one file into a sink, as a stream. Rejects only with what the source throws, with the signal's reason, or with a
 * `MemoryError` before the memory is gone.
 */
export async function readFileInto(
  sink: RecordSink,
  chunks: AsyncIterable<Uint8Array>,
  options: FileReading,
): Promise<FileForm> {
  const { signal, memory = memoryLimits(), fileBytes = 0 } = options;
  let bytesRead = 0;
  const onProgress = (bytes: number): void => {
    bytesRead = bytes;
    options.onProgress?.(bytes);
  };
  const file = await peek(counted(chunks, onProgress), hasHead);
  const gzipped = isGzip(file.head);
  const unpackedText = gzipped ? await peek(unpacked(file.chunks, options, sink), hasHead) : file;
  const { encoding, bomBytes } = sniffEncoding(unpackedText.head);
  const isCsv = formatOfName(options.name) === 'csv';
  const { text, form } = isCsv
    ? ({ text: unpackedText, form: 'lines' } as const)
    : await formOf(unpackedText, bomBytes);
  const records = new Records(sink, options);
  const refusal = refusalOf(text.head, encoding);
  if (refusal !== undefined) sink.loseRest(...refusal);
  const utf8 =
    refusal === undefined ? asUtf8(withoutBom(text.chunks, bomBytes), encoding) : nothing(text.chunks);
  const lines = withLineFeeds(utf8, () => {
    sink.loosely.add('carriage-return');
  });
  if (form === 'text') sink.loosely.add('json-array');
  const splitter = splitterOf(form, encoding, bomBytes);
  const isArray = splitter instanceof ArrayElements;
  for await (const chunk of lines) {
    // A line that never ends must not keep an interruption waiting.
    signal?.throwIfAborted();
    for (const batch of splitter.push(chunk)) {
      signal?.throwIfAborted();
      await records.take(batch);
      if (!isArray) await setImmediate();
    }
    guardRows(sink.builder, memory, { bytesRead, fileBytes });
    if (isArray) await setImmediate();
  }
  if (splitter instanceof LineSplitter) for (const batch of splitter.end()) await records.take(batch);
  else if (splitter.fault !== undefined) sink.loseRest('bad-json', splitter.fault);
  await records.end();
  signal?.throwIfAborted();
  return { encoding, gzipped, ...records.form };
}

/** Why a text is not read at all; undefined if it is. */
function refusalOf(head: Uint8Array, encoding: Encoding): Parameters<RecordSink['loseRest']> | undefined {
  const because = refusedBecause(head);
  if (because !== undefined) return ['other-program', because];
  return encoding === 'utf-8' && looksLikeUtf16(head) ? ['bad-encoding', UNMARKED_UTF16] : undefined;
}

/** The records of a file, whose format its first lines that are not blank may have to show. */
class Records {
  readonly #sink: RecordSink;
  readonly #options: FileReading;
  #format: TraceFormat | undefined;
  #reader: TraceReader | undefined;
  readonly #formatOfLines = new FormatOfLines();
  /** Lines that came before they had shown the format. */
  #held: LineBatch[] = [];

  constructor(sink: RecordSink, options: FileReading) {
    this.#sink = sink;
    this.#options = options;
    this.#format = options.mapping.format ?? formatOfName(options.name);
  }

  async take(batch: LineBatch): Promise<void> {
    if (this.#reader !== undefined) {
      this.#reader.push(batch);
      return;
    }
    this.#format ??= this.#formatOfLines.see(batch.bytes);
    if (this.#format !== undefined) {
      const reader = await this.#open(this.#format);
      reader.push(batch);
    } else if (this.#formatOfLines.sawNothing) {
      // Lines of white space are blank in every format.
      this.#sink.blank += Math.max(1, countFeeds(batch.bytes));
    } else {
      // A copy: the source may use its buffer again.
      this.#held.push({ ...batch, bytes: Buffer.from(batch.bytes) });
    }
  }

  async end(): Promise<void> {
    if (this.#held.length > 0) await this.#open((this.#format = 'csv'));
    this.#reader?.end();
    if (this.#sink.sawNothing && this.#reader === undefined)
      this.#sink.tellOfFile('empty-file', 'the file is empty');
    const { leftOutBy, acceptedOfFile, problems } = this.#sink;
    if (leftOutBy !== undefined && acceptedOfFile === 0 && problems.first === undefined)
      this.#sink.tellOfFile(
        'empty-file',
        `none of its records is an attempt: all are skipped (${leftOutBy})`,
      );
  }

  get form(): Omit<FileForm, 'encoding' | 'gzipped'> {
    return {
      format: this.#format ?? 'csv',
      delimiter: this.#reader?.delimiter,
      columnNames: this.#reader?.table.names ?? [],
      notATrace: notATrace(this.#sink, this.#reader),
    };
  }

  async #open(format: TraceFormat): Promise<TraceReader> {
    const Reader = await SOURCE_FORMATS[format].load();
    this.#reader = new Reader(
      this.#sink,
      this.#options.mapping,
      this.#options.foreignFormatOf ?? foreignFormatOf,
    );
    for (const batch of this.#held) this.#reader.push(batch);
    this.#held = [];
    return this.#reader;
  }
}

/** A file is no trace if it has content and not one of its records shows the columns that a trace needs. */
function notATrace(sink: RecordSink, reader: TraceReader | undefined): NotATrace | undefined {
  const { first } = sink.problems;
  if (sink.acceptedOfFile > 0 || first === undefined || first.kind === 'empty-file') return undefined;
  if (reader?.table.missing.length === 0) return undefined;
  if (reader !== undefined && reader.table.names.length > 0 && first.kind === 'missing-column')
    return reader.table.notATrace();
  const because = first.line > 0 ? `line ${first.line}: ${first.message}` : first.message;
  return { because, columns: [], missing: [], nearest: new Map() };
}

/** Whether enough has come to tell encoding, form and whose file it is. */
const hasHead = (_: Uint8Array, bytes: number): boolean => bytes >= HEAD_BYTES;

function unpacked(
  chunks: AsyncIterable<Uint8Array>,
  { gunzipLimits = GUNZIP_LIMITS }: FileReading,
  sink: RecordSink,
): AsyncIterable<Uint8Array> {
  return gunzipped(chunks, gunzipLimits, ({ kind, message }) => {
    sink.loseRest(kind, message);
  });
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onProgress: (bytesRead: number) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    onProgress(bytes);
    yield chunk;
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
