import { basename, dirname, join } from 'node:path';
import type { RunFacts } from '../core/history/run-facts.ts';
import { codeOf } from '../core/words/errors.ts';
import { clipped } from '../core/words/printable.ts';
import { ReadableFile, UnusableFileError } from './bytes/file-bytes.ts';
import { ConfigError, configFor } from './config/read-config.ts';
import { mappingOfFile } from './config/source-of.ts';
import { overlaid, type SourceMapping } from './mapping/source-mapping.ts';
import { MemoryError } from './memory-need.ts';
import type { NotATrace } from './not-a-trace.ts';
import { readTrace } from './read-trace.ts';
import type { ReadTraceOptions, TraceReading } from './read-trace.ts';
import { withBooksOfTheRows } from './run-files/books-of-the-rows.ts';
import type { ManifestReading } from './run-files/manifest.ts';
import { manifestName } from './run-files/manifest-name.ts';
import type { MemberProblem } from './run-files/members.ts';
import { readManifestFile } from './run-files/run-file.ts';

/** Why a trace file could not be read. */
export type TraceFileErrorKind =
  | 'missing'
  | 'directory'
  | 'permission'
  | 'unreadable'
  | 'not-a-trace'
  | 'contradiction'
  | 'bad-config'
  | 'too-large';

/** A file that cannot be read at all; `message` is a printable sentence that names it. */
export class TraceFileError extends Error {
  override readonly name = 'TraceFileError';
  readonly kind: TraceFileErrorKind;

  constructor(kind: TraceFileErrorKind, message: string, cause: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}

/** A file that can be read and is no trace. */
export class NotATraceError extends TraceFileError {
  readonly path: string;
  readonly reading: NotATrace;

  constructor(path: string, reading: NotATrace) {
    super('not-a-trace', `${clipped(path, 300)} is not a trace: ${reading.because}`, undefined);
    this.path = path;
    this.reading = reading;
  }
}

export interface OpenTraceOptions extends Omit<
  ReadTraceOptions,
  'name' | 'facts' | 'onProgress' | 'fileBytes'
> {
  /** What the user maps where neither the config of the file nor `mapping` does. */
  readonly otherwise?: SourceMapping | undefined;
  /** Called with the bytes read so far and the file's size, which is 0 for a pipe. */
  readonly onProgress?: ((bytesRead: number, fileBytes: number) => void) | undefined;
}

/** A trace and its manifest. */
export interface OpenedTrace extends TraceReading {
  /** The config file by which it was read; undefined if none speaks of it. */
  readonly config: string | undefined;
  /** Undefined if there is no manifest beside the file; if it cannot be read, the facts say nothing. */
  readonly facts: RunFacts | undefined;
  readonly manifestProblems: readonly MemberProblem[];
  /** What the manifest says besides, member by member; none if there is no manifest. */
  readonly manifest: ManifestReading['members'];
}

/**
 * Streams a trace file, with the manifest beside it. It reads what the file has when it is opened: rows that a running
 * writer adds meanwhile are not half of this reading. Rejects with a {@link TraceFileError}, of which a file that is no trace
 * is one, or with the signal's reason.
 */
export async function openTrace(path: string, options: OpenTraceOptions = {}): Promise<OpenedTrace> {
  const { onProgress, signal, gunzipLimits, memory } = options;
  return withTraceFile(path, async (file) => {
    const { config, mapping } = await mappingFor(path, options);
    const manifest = await manifestBeside(path, signal);
    const reading = await readTrace(file.chunks(signal), {
      ...{ signal, gunzipLimits, mapping, memory },
      fileBytes: file.bytes,
      name: basename(path),
      facts: manifest.facts,
      onProgress: (bytesRead) => onProgress?.(bytesRead, file.bytes ?? 0),
    });
    if (reading.notATrace !== undefined) throw new NotATraceError(path, reading.notATrace);
    const { facts, problems: manifestProblems, members } = withBooksOfTheRows(manifest, reading.history);
    return { ...reading, config, facts, manifestProblems, manifest: members };
  });
}

/** How the config that a trace belongs to, and the user's own options, say that it is to be read. */
export async function mappingFor(
  path: string,
  { mapping = {}, otherwise = {}, signal }: Pick<OpenTraceOptions, 'mapping' | 'otherwise' | 'signal'>,
): Promise<{ readonly config: string | undefined; readonly mapping: SourceMapping }> {
  try {
    const found = await configFor(path, signal);
    const ofConfig = found && mappingOfFile(found, path);
    return {
      config: ofConfig && found.path,
      mapping: overlaid(overlaid(otherwise, ofConfig), mapping),
    };
  } catch (error) {
    throw error instanceof ConfigError ? new TraceFileError('bad-config', error.message, error) : error;
  }
}

/** The manifest that lies beside a trace. */
export function manifestBeside(path: string, signal?: AbortSignal): Promise<ManifestReading> {
  return readManifestFile(join(dirname(path), manifestName(basename(path))), signal);
}

/** Reads an open file and closes it. What the file system throws becomes a {@link TraceFileError}. */
export async function withTraceFile<T>(path: string, read: (file: ReadableFile) => Promise<T>): Promise<T> {
  let file: ReadableFile | undefined;
  try {
    file = await ReadableFile.open(path);
    return await read(file);
  } catch (error) {
    if (error instanceof MemoryError)
      throw new TraceFileError('too-large', `${clipped(path, 300)} ${error.message}`, error);
    if (error instanceof UnusableFileError)
      throw new TraceFileError('unreadable', `${clipped(path, 300)} cannot be read: ${error.message}`, error);
    // What is no error of the file system (an abort, say) passes as it is.
    throw error instanceof Error && 'code' in error && 'errno' in error ? fileError(path, error) : error;
  } finally {
    await file?.close();
  }
}

function fileError(path: string, error: unknown): TraceFileError {
  const shown = clipped(path, 300);
  const code = codeOf(error) ?? String(error);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new TraceFileError('missing', `there is no file ${shown}`, error);
    case 'EISDIR':
      return new TraceFileError('directory', `${shown} is a directory, not a trace file`, error);
    case 'EACCES':
    case 'EPERM':
      return new TraceFileError('permission', `${shown} may not be read by this user`, error);
    default:
      return new TraceFileError('unreadable', `${shown} cannot be read (${clipped(code, 200)})`, error);
  }
}
