import Papa from 'papaparse';
import type { ParseError, ParseResult, ParseStepResult } from 'papaparse';
import type { CsvRecord } from './rows.ts';
import {
  damagedLines,
  fromByte,
  fromLine,
  LINE_FEED,
  lineStart,
  MAX_LINE_BYTES,
  textOf,
} from '../bytes/lines.ts';
import type { LineBatch } from '../bytes/lines.ts';

/**
 * Cuts a batch into records and cells with papaparse, whose `Parser` is used as it is: it alone says where each record
 * ends. Returns what is left: nothing, or the batch from a record on that is still open, that is longer than a line may
 * be, or that takes in lines after its first although that line is misquoted.
 */
export function readRecords(
  batch: LineBatch,
  delimiter: string,
  take: (record: CsvRecord) => void,
): LineBatch {
  const text = textOf(batch);
  const damaged = damagedLines(batch);
  let line = batch.line;
  let start = 0;
  const step = ({ data, errors, meta }: ParseStepResult<string[]>): void => {
    // In a step, `data` is an array of one row, whatever the type says.
    const cells = (data as unknown as string[][])[0]!;
    const end = meta.cursor;
    const lines = linesOf(text, start, end);
    if (lines > 1) {
      const misquoted = errors.length > 0 && isMisquoted(firstLine(text, start), delimiter);
      if (misquoted || isOverlong(batch, line, lines, end - start)) {
        parser.abort();
        return;
      }
    }
    const ended = text.charCodeAt(end - 1) === LINE_FEED;
    dropCarriageReturn(cells, text, end, ended ? '\n' : '', delimiter);
    take({ cells, batch, line, ended, damage: damageOf(errors, damaged, line, lines) });
    line += lines;
    start = end;
  };
  const parser = new Papa.Parser({ delimiter, newline: '\n', header: false, step });
  // Where a batch ends with a line, what papaparse would make of the nothing after it, or of a record that is still
  // open, is no record.
  parser.parse(text, 0, text.endsWith('\n'));
  return start < text.length ? fromLine(batch, line) : fromByte(batch, batch.bytes.length, line);
}

/** Whether a single line's quoting is wrong by itself, so that no line after it could mend it. */
export function isMisquoted(line: string, delimiter: string): boolean {
  if (!line.includes('"')) return false;
  const parser = new Papa.Parser({ delimiter, newline: '\n', header: false });
  const { errors } = parser.parse(line, 0, false) as ParseResult<string[]>;
  return errors.some(({ code }) => code === 'InvalidQuotes');
}

function firstLine(text: string, start: number): string {
  const feed = text.indexOf('\n', start);
  return text.slice(start, feed < 0 ? text.length : feed + 1);
}

/** Physical lines of a record, which is one unless a quoted cell has line breaks. */
function linesOf(text: string, start: number, end: number): number {
  let lines = 1;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end - 1; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** Whether a record of several lines has more bytes than a line may have. */
function isOverlong(batch: LineBatch, line: number, lines: number, characters: number): boolean {
  if (characters * 3 <= MAX_LINE_BYTES) return false;
  return lineStart(batch, line + lines) - lineStart(batch, line) > MAX_LINE_BYTES;
}

/** Takes CRLF's carriage return off the last cell, unless it stood inside the cell's quotes; `feed` may be cut off. */
function dropCarriageReturn(
  cells: string[],
  text: string,
  end: number,
  feed: '\n' | '',
  delimiter: string,
): void {
  const last = cells.at(-1)!;
  if (last.endsWith('\r') && (cells.length === 1 || text.endsWith(`${delimiter}${last}${feed}`, end)))
    cells[cells.length - 1] = last.slice(0, -1);
}

function damageOf(
  errors: readonly ParseError[],
  damaged: ReadonlySet<number> | undefined,
  line: number,
  lines: number,
): CsvRecord['damage'] {
  if (damaged !== undefined)
    for (let at = line; at < line + lines; at++) if (damaged.has(at)) return NOT_UTF8;
  if (errors.length === 0) return undefined;
  return errors[0]!.code === 'MissingQuotes' ? UNCLOSED : MISQUOTED;
}

/** What is said of a record whose bytes are no text. */
export const NOT_UTF8 = { kind: 'bad-encoding', message: 'the text is not valid in its encoding' } as const;
const UNCLOSED = { kind: 'bad-quote', message: 'a quote is not closed' } as const;

/** What is said of a record that {@link isMisquoted}. */
export const MISQUOTED = {
  kind: 'bad-quote',
  message: 'a quoted cell goes on after its closing quote',
} as const;
