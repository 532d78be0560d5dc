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

/** Lines of other text that a log may begin with, and their bytes: a greeting, the versions of its parts. */
const MOST_LINES = 50;
const MOST_BYTES = 64 * 1024;

/** Finds the format of a text out of its first lines, as they come; where these show none it is CSV. */
export class FormatOfLines {
  #lines = 0;
  #bytes = 0;

  /** Whether there was nothing but white space. */
  get sawNothing(): boolean {
    return this.#lines === 0;
  }

  /** Looks at further lines; the format, once it is known. */
  see(text: Buffer): TraceFormat | undefined {
    for (let start = 0, end = 0; start < text.length; start = end) {
      end = text.indexOf('\n', start) + 1 || text.length;
      const line = text.toString('utf8', start, end).trim();
      if (line === '') continue;
      const shown = NAMES.find((format) => SOURCE_FORMATS[format].begins?.(line));
      // Below the first line a brace may begin a line of a quoted cell.
      if (shown !== undefined && (this.#lines === 0 || line.endsWith('}'))) return shown;
      this.#lines++;
      this.#bytes += end - start;
      if (this.#lines >= MOST_LINES || this.#bytes >= MOST_BYTES) return 'csv';
    }
    return undefined;
  }
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
