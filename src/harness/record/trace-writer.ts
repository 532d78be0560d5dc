import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { messageOf } from '../../core/words/errors.ts';
import type { AttemptRow, RowContext } from './attempt-row.ts';
import type { TraceFormat } from './trace-format.ts';

/**
 * Appends attempts to a trace file. When {@link append} has returned, the rows are the operating system's: killing this
 * process at any later moment loses none of them, and killing it before leaves at most one torn line at the end.
 */
export class TraceWriter {
  readonly #path: string;
  readonly #file: number;
  #closed = false;
  readonly #format: TraceFormat;
  readonly #context: RowContext;

  /** Begins the file at `path` anew, unless it is told to go on with what is there. */
  constructor(path: string, format: TraceFormat, context: RowContext, begin: 'anew' | 'at-end' = 'anew') {
    const { O_CREAT, O_TRUNC, O_WRONLY, O_APPEND } = constants;
    this.#path = path;
    this.#file = openSync(path, O_CREAT | O_WRONLY | O_APPEND | (begin === 'anew' ? O_TRUNC : 0), 0o644);
    this.#format = format;
    this.#context = context;
    if (begin === 'anew') this.#write(format.header);
  }

  /**
   * Whole lines in one write: a stream would still hold them in memory when it says that it has them. What comes when the
   * file is closed, as an answer to a run that has failed, is not written.
   * @throws Error that names the file, if the disk is full for example
   */
  append(rows: readonly AttemptRow[]): void {
    if (!this.#closed) this.#write(rows.map((row) => this.#format.line(row, this.#context)).join(''));
  }

  close(): void {
    if (this.#closed) return;
    // First: the number may soon be that of another file.
    this.#closed = true;
    closeSync(this.#file);
  }

  #write(text: string): void {
    let rest = Buffer.from(text);
    try {
      while (rest.length > 0) rest = rest.subarray(writeSync(this.#file, rest));
    } catch (error) {
      const why = messageOf(error);
      throw new Error(`${this.#path} cannot be written: ${why}`, { cause: error });
    }
  }
}
