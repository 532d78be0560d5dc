import { analyze } from '../../core/index.ts';
import { clipped } from '../../core/words/printable.ts';
import type { NotATrace } from '../../ingest/not-a-trace.ts';
import { NotATraceError, openTrace, TraceFileError, type OpenedTrace } from '../../ingest/open-trace.ts';
import { openTogether } from '../../ingest/open-together.ts';
import { readTrace, type TraceReading } from '../../ingest/read-trace.ts';
import { withBooksOfTheRows } from '../../ingest/run-files/books-of-the-rows.ts';
import { NO_MANIFEST, readManifest } from '../../ingest/run-files/manifest.ts';
import type { AnalyzedTrace } from './queries.ts';
import type { TraceToOpen } from './thread-messages.ts';

/** Why there is nothing to show, and what to do next, as sentences. */
export interface NothingToShow {
  readonly unreadable: string;
  readonly next: string;
  /** Whether there are columns, which could be mapped to those of a trace. */
  readonly isMappable: boolean;
}

/** All findings of a trace that fits into memory: a hundred thousand of them take 30 MB. */
const MOST_KEPT = 2_000_000;
/** Progress is told at most this often. */
const TELL_EVERY_MS = 100;

/** Reads and analyses a trace. Rejects only on a fault of this program; what is wrong with the file is an answer. */
export async function openForQueries(
  trace: TraceToOpen,
  tell: (text: string, fraction: number | null) => void,
): Promise<AnalyzedTrace | NothingToShow> {
  let told = 0;
  const onProgress = (bytesRead: number, fileBytes: number): void => {
    const now = performance.now();
    if (now - told < TELL_EVERY_MS) return;
    told = now;
    tell(`${megabytes(bytesRead)} read`, fileBytes === 0 ? null : bytesRead / fileBytes);
  };
  try {
    const read = await readSource(trace, onProgress);
    const nothing = nothingIn(read, trace.name);
    if (nothing) return nothing;
    tell(`Checking ${read.reading.accepted.toLocaleString('en')} attempts`, null);
    const analysis = analyze(read.history, read.facts, read.reading, { maxFindings: MOST_KEPT });
    return { name: trace.name, read, analysis, maxFindings: trace.maxFindings };
  } catch (error) {
    if (error instanceof NotATraceError) return foreign(trace.name, error.reading);
    if (!(error instanceof TraceFileError)) throw error;
    return {
      unreadable: `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`,
      next: nextAfter(error.kind),
      isMappable: false,
    };
  }
}

function nextAfter(kind: TraceFileError['kind']): string {
  if (kind === 'bad-config') return 'Correct that file: the trace is read again when it has been saved.';
  if (kind === 'too-large') return 'Open a smaller trace: one of fewer keys, or of a shorter time.';
  return 'Check that the file is there and that you may read it, then reload.';
}

async function readSource(
  { name, source, columnMap }: TraceToOpen,
  onProgress: (bytesRead: number, fileBytes: number) => void,
): Promise<OpenedTrace> {
  const otherwise = { columns: columnMap };
  if (source.kind === 'file') return openTrace(source.path, { otherwise, onProgress });
  if (source.kind === 'files') return openTogether(source.paths, { otherwise, onProgress });
  const manifest =
    source.manifest === undefined ? NO_MANIFEST : readManifest(new TextDecoder().decode(source.manifest));
  const reading = await readTrace(piecesOf(source.trace), {
    name,
    mapping: otherwise,
    facts: manifest.facts,
    onProgress: (bytesRead) => {
      onProgress(bytesRead, source.trace.length);
    },
  });
  const { facts, problems: manifestProblems, members } = withBooksOfTheRows(manifest, reading.history);
  return { ...reading, config: undefined, facts, manifestProblems, manifest: members };
}

/** Bytes in pieces, so that progress can be told between them. */
async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const piece = 256 * 1024;
  for (let from = 0; from < bytes.length; from += piece) {
    yield bytes.subarray(from, from + piece);
    await Promise.resolve();
  }
}

/**
 * An answer for a file of which not a single row could be read: there is nothing to draw, but there is a reason. A file
 * without any rows is another matter: it can be read, and is a trace without attempts.
 */
function nothingIn({ reading, problems, notATrace }: TraceReading, name: string): NothingToShow | undefined {
  if (notATrace !== undefined) return foreign(name, notATrace);
  const [first] = problems;
  if (reading.accepted > 0 || first === undefined || first.kind === 'empty-file') return undefined;
  const where = first.line > 0 ? ` (line ${first.line})` : '';
  return {
    unreadable: `No row of ${name} could be read${where}: ${first.message}.`,
    next: LOOK_AT_IT,
    isMappable: false,
  };
}

const LOOK_AT_IT = 'Open it as text to see what it is, or open a sample trace to see what one looks like.';

/** What is said of a file that is no trace: how its columns could be mapped, where that could help. */
function foreign(name: string, { because, columns, nearest }: NotATrace): NothingToShow {
  const unreadable = `${name} is not a trace: ${because}.`;
  if (columns.length === 0) return { unreadable, next: LOOK_AT_IT, isMappable: false };
  const entries = [...nearest].map(
    ([ours, theirs]) => `${JSON.stringify(ours)}: ${JSON.stringify(clipped(theirs, 60))}`,
  );
  return {
    unreadable,
    isMappable: true,
    next:
      entries.length === 0
        ? 'If columns have other names, choose Map columns, or map them in the setting raceTrace.columnMap, such as { "inventory_key": "sku" }; else open the file as text to see what it is.'
        : `If this is a trace, choose Map columns, or map them in the setting raceTrace.columnMap: { ${entries.join(', ')} }. Else open the file as text to see what it is.`,
  };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })} MB`;
}
