import { fromByte, LINE_FEED, lineEnd } from '../bytes/lines.ts';
import type { LineBatch } from '../bytes/lines.ts';
import type { ColumnName } from '../../core/history/history.ts';
import { REQUIRED } from '../column-names.ts';
import type { RecordSink } from '../record-sink.ts';
import { sniffDelimiter } from './delimiter.ts';

/** The line by which Excel says, and is told, what separates the cells. */
const SEPARATOR = /^"?sep=([^"\r\n])"?\s*$/i;

/** What may stand before the header of a CSV file: blank lines, comments, and the line that names the delimiter. */
export class Preamble {
  readonly #sink: RecordSink;
  readonly #meaning: (name: string) => ColumnName | undefined;
  #isOver = false;
  #delimiter: string | undefined;

  constructor(sink: RecordSink, meaning: (name: string) => ColumnName | undefined) {
    this.#sink = sink;
    this.#meaning = meaning;
  }

  /** The delimiter, if a line names it. */
  get delimiter(): string | undefined {
    return this.#delimiter;
  }

  /** The batch from the header on; itself once the header has come. */
  after(batch: LineBatch): LineBatch {
    let at = batch;
    while (!this.#isOver && !at.oversize && at.bytes.length > 0) {
      const end = lineEnd(at, 0);
      if (!this.#isBefore(at.bytes.toString('utf8', 0, end))) break;
      if (at.bytes[end - 1] !== LINE_FEED) this.#sink.endsMidLine = true;
      at = fromByte(at, end, at.line + 1);
    }
    this.#isOver ||= at.bytes.length > 0;
    return at;
  }

  /** Says that no more lines follow: a file of nothing but comments is none. */
  end(): void {
    if (this.#isOver || this.#sink.skipped === 0) return;
    this.#isOver = true;
    this.#sink.tellOfFile(
      'empty-file',
      'the file has no header: nothing but lines that may stand before one',
    );
  }

  /** Whether a line stands before the header; it is counted then. */
  #isBefore(line: string): boolean {
    if (line.trim() === '') {
      this.#sink.blank++;
      return true;
    }
    const separator = SEPARATOR.exec(line)?.[1];
    if (separator === undefined && !this.#isComment(line)) return false;
    this.#delimiter ??= separator;
    this.#sink.skip('leading-line');
    return true;
  }

  /** A table may number its rows in a column `#`; such a header has the columns of a trace, and a comment has not. */
  #isComment(line: string): boolean {
    if (!line.startsWith('#')) return false;
    const delimiter = sniffDelimiter(line, (name) => this.#meaning(name) !== undefined);
    const columns = line.split(delimiter).map((name) => this.#meaning(name.trim()));
    return !REQUIRED.every((column) => columns.includes(column));
  }
}
