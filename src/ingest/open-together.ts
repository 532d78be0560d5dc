import { basename } from 'node:path';
import { clipped } from '../core/words/printable.ts';
import { MemoryError } from './memory-need.ts';
import { manifestBeside, mappingFor, NotATraceError, TraceFileError, withTraceFile } from './open-trace.ts';
import type { OpenedTrace, OpenTraceOptions } from './open-trace.ts';
import { readFileInto } from './read-file.ts';
import type { FileForm } from './read-file.ts';
import { historyOf } from './read-trace.ts';
import { RecordSink } from './record-sink.ts';
import { withBooksOfTheRows } from './run-files/books-of-the-rows.ts';
import type { ManifestReading } from './run-files/manifest.ts';
import { areAllTheSame, ContradictionError, mergedManifest } from './run-files/merge-manifests.ts';
import type { NamedManifest } from './run-files/merge-manifests.ts';

/**
 * Reads several files as one history: rows keep their file and line, manifests are merged. The form is that of the first
 * file. Rejects as `openTrace` does, and with a {@link TraceFileError} where two manifests contradict each other.
 */
export async function openTogether(
  paths: readonly [string, ...string[]],
  options: OpenTraceOptions = {},
): Promise<OpenedTrace> {
  const { signal } = options;
  const manifests: NamedManifest[] = [];
  for (const path of paths) manifests.push({ path, ...(await manifestBeside(path, signal)) });
  const manifest = merged(manifests);
  const ofOneRun = areAllTheSame(manifests);
  const sink = new RecordSink();
  let form: Awaited<ReturnType<typeof readInto>> | undefined;
  for (const manifest of manifests) {
    const formOfFile = await readInto(sink, manifest, options);
    form ??= formOfFile;
    if (sink.mixesStoreLogs) throw new TraceFileError('contradiction', MIXED, undefined);
    const { offered = 0, rows = 0 } = manifest.members;
    if (!ofOneRun && sink.acceptedOfFile < Math.max(offered, rows)) sink.missRows();
  }
  const reading = together(paths.length, () => historyOf(sink, manifest.facts, options.memory));
  const { facts, members, problems } = withBooksOfTheRows(manifest, reading.history);
  return { ...reading, ...form!, facts, manifestProblems: problems, manifest: members };
}

/** A store's log names its own transactions: taken for further attempts, each write would have been made twice. */
const MIXED =
  "the files are not one history: a store's log cannot be joined with the rows of its clients yet; check them apart";

async function readInto(
  sink: RecordSink,
  { path, facts }: NamedManifest,
  options: OpenTraceOptions,
): Promise<FileForm & Pick<OpenedTrace, 'config'>> {
  const { onProgress, signal, gunzipLimits, memory } = options;
  return withTraceFile(path, async (file) => {
    const { config, mapping } = await mappingFor(path, options);
    sink.startFile(path, facts?.complete === false);
    const form = await readFileInto(sink, file.chunks(signal), {
      ...{ signal, gunzipLimits, mapping, memory },
      name: basename(path),
      onProgress: (bytesRead) => onProgress?.(bytesRead, file.bytes ?? 0),
    });
    if (form.notATrace !== undefined) throw new NotATraceError(path, form.notATrace);
    return { ...form, config };
  });
}

/** What is made of all rows, which may be too many although those of each file are not. */
function together<T>(files: number, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof MemoryError)) throw error;
    throw new TraceFileError('too-large', `the history of ${files} files ${error.message}`, error);
  }
}

function merged(manifests: readonly NamedManifest[]): ManifestReading {
  try {
    return mergedManifest(manifests);
  } catch (error) {
    if (!(error instanceof ContradictionError)) throw error;
    throw new TraceFileError(
      'contradiction',
      `the files are not one history: ${clipped(error.message, 500)}`,
      error,
    );
  }
}
