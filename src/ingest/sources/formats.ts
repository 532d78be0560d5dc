import { csv } from '../csv/format.ts';
import { ndjson } from '../json/format.ts';
import type { SourceFormat } from '../source-format.ts';

/**
 * The formats that traces are read from: a file, and a line here. Where a folder has several files for one trace, the first
 * format comes first.
 */
const FORMATS = { csv, ndjson } satisfies Readonly<Record<string, SourceFormat>>;

/** The name of a format. */
export type TraceFormat = keyof typeof FORMATS;

/** Each format by its name. */
export const SOURCE_FORMATS: Readonly<Record<TraceFormat, SourceFormat>> = FORMATS;

const NAMES = Object.keys(SOURCE_FORMATS) as readonly TraceFormat[];

/** What a trace's name ends in, without the dot and without the `.gz` that may follow. */
export const TRACE_ENDINGS: readonly string[] = NAMES.flatMap((name) => SOURCE_FORMATS[name].endings);

/** The format that a file's name promises; undefined for a name that promises none. `.gz` does not count. */
export function formatOfName(name: string): TraceFormat | undefined {
  const [, ending = ''] = /\.([^.]*)$/.exec(name.toLowerCase().replace(/\.gz$/, '')) ?? [];
  return NAMES.find((format) => {
    const { endings, otherEndings = [] } = SOURCE_FORMATS[format];
    return [...endings, ...otherEndings].includes(ending);
  });
}

/** Lines of other text that a log may begin with: a greeting, the versions of its parts. */
const LINES_BEFORE = 50;
const HEAD_BYTES = 64 * 1024;

/** The format that the text has; undefined while there is only white space. */
export function formatOfText(text: Buffer): TraceFormat | undefined {
  const start = text.findIndex((byte) => byte > 0x20);
  if (start < 0) return undefined;
  const lines = text.toString('utf8', start, start + HEAD_BYTES).split('\n', LINES_BEFORE);
  const shown = NAMES.find((format) => lines.some((line) => SOURCE_FORMATS[format].begins?.(line)));
  return shown ?? 'csv';
}

/** Whether a file of this name is a trace by its name alone: `NAME.trace.csv`, say, gzipped or not. */
export function isTraceName(name: string): boolean {
  return TRACE_NAME.test(name);
}

/** A trace's name without what says that it is one. */
export function withoutTraceEnding(name: string): string {
  return name.replace(TRACE_NAME, '');
}

const TRACE_NAME = new RegExp(`\\.trace\\.(${TRACE_ENDINGS.join('|')})(\\.gz)?$`, 'i');
