import { isUtf8 } from 'node:buffer';
import type { CellFault } from '../cell.ts';
import type { ColumnTable } from '../column-table.ts';
import { CsvRows } from './rows.ts';
import type { CsvRecord } from './rows.ts';
import { isMisquoted, MISQUOTED, NOT_UTF8, readRecords } from './tokens.ts';
import {
  countFeeds,
  fromByte,
  LINE_FEED,
  lineEnd,
  MAX_LINE_BYTES,
  textOf,
  wholeLines,
} from '../bytes/lines.ts';
import type { LineBatch } from '../bytes/lines.ts';
import type { SourceMapping } from '../mapping/source-mapping.ts';
import type { RecordSink } from '../record-sink.ts';
import { DELIMITERS, sniffDelimiter } from './delimiter.ts';
import { PlainRows } from './plain-rows.ts';
import { Preamble } from './preamble.ts';
import type { ForeignFormatOf, TraceReader } from '../source-format.ts';

/** After a misquoted line so many bytes are looked at first, so that each such line costs little. */
const CAREFUL_BYTES = 1024;
/** After so many plain lines a line that is not stands alone, so that little is looked at with it. */
const MANY_LINES = 64;

/** Reads CSV, batch by batch; a record may begin in one batch and end in another. */
export class CsvReader implements TraceReader {
  readonly #sink: RecordSink;
  readonly #rows: CsvRows;
  readonly #take: (record: CsvRecord) => void;
  readonly #preamble: Preamble;
  #delimiter: string | undefined;
  /** Reads the lines that need no tokeniser; undefined until the header has been seen, and where none may be plain. */
  #plain: PlainRows | undefined;
  /** From a record on whose quote is still open; read again when it has doubled, so that the work stays linear. */
  #open:
    | { readonly first: LineBatch; readonly parts: Buffer[]; bytes: number; readonly tried: number }
    | undefined;

  constructor(sink: RecordSink, mapping: SourceMapping, foreignFormatOf: ForeignFormatOf) {
    this.#sink = sink;
    this.#rows = new CsvRows(sink, mapping, foreignFormatOf);
    this.#preamble = new Preamble(sink, (name) => this.table.meaning(name)?.column);
    this.#take = (record) => {
      this.#rows.take(record);
    };
  }

  get table(): ColumnTable {
    return this.#rows.table;
  }

  /** What separates the cells; undefined until the header has been seen. */
  get delimiter(): string | undefined {
    return this.#delimiter;
  }

  push(lines: LineBatch): void {
    const batch = this.#preamble.after(lines);
    if (batch.oversize) {
      this.#endOpen();
      this.#reject(batch, { kind: 'line-too-long', message: 'the line is longer than 1 MiB' });
    } else if (this.#open === undefined) {
      this.#keepOpen(this.#read(batch));
    } else {
      this.#open.parts.push(Buffer.from(batch.bytes));
      this.#open.bytes += batch.bytes.length;
      if (this.#open.bytes >= 2 * this.#open.tried) this.#keepOpen(this.#read(this.#takeOpen()));
    }
  }

  /** Says that no more batches follow. */
  end(): void {
    this.#endOpen();
    this.#rows.end();
  }

  #endOpen(): void {
    if (this.#open === undefined) {
      this.#preamble.end();
      return;
    }
    const rest = this.#read(this.#takeOpen());
    if (rest !== undefined) this.#rejectOpen(rest, countFeeds(rest.bytes), 'before the text ends');
  }

  #takeOpen(): LineBatch {
    const { first, parts } = this.#open!;
    this.#open = undefined;
    return { ...first, bytes: Buffer.concat(parts) };
  }

  #keepOpen(first: LineBatch | undefined): void {
    if (first === undefined) return;
    const { length } = first.bytes;
    this.#open = { first, parts: [Buffer.from(first.bytes)], bytes: length, tried: length };
  }

  /**
   * Reads all whole records of the batch; returns it from the record on that is still open. One look usually takes in
   * the whole batch. After a misquoted line the looks begin small and double, so that the work stays linear.
   */
  #read(batch: LineBatch): LineBatch | undefined {
    const mayBePlain = this.#sink.readsPlain && isUtf8(batch.bytes);
    let at = batch;
    let look = mayBePlain ? 1 : Infinity;
    while (at.bytes.length > 0) {
      if (mayBePlain) {
        const rest = this.#skipPlain(at);
        if (rest.bytes.length === 0) return undefined;
        if (rest.line - at.line > MANY_LINES) look = 1;
        at = rest;
      }
      const piece = wholeLines(at, look);
      const rest = this.#readRecords(piece);
      const atEnd = piece.bytes.length === at.bytes.length;
      at = fromByte(at, piece.bytes.length - rest.bytes.length, rest.line);
      if (rest.bytes.length === 0) {
        look *= 2;
        continue;
      }
      const sound = this.#skipMisquoted(at);
      if (sound !== at) {
        at = sound;
        look = CAREFUL_BYTES;
      } else if (rest.bytes.length > MAX_LINE_BYTES) {
        at = this.#skipOverlong(at);
      } else if (atEnd) {
        return at;
      } else {
        look = Math.max(CAREFUL_BYTES, 2 * rest.bytes.length);
      }
    }
    return undefined;
  }

  /** Takes the lines from here on that are plain; returns the batch from the first other one on. */
  #skipPlain(batch: LineBatch): LineBatch {
    if (this.#plain === undefined) {
      const slots = this.#rows.plainSlots;
      const isKnown = this.#delimiter !== undefined && DELIMITERS.includes(this.#delimiter);
      if (slots === undefined || !isKnown) return batch;
      this.#plain = new PlainRows(this.#sink.builder, slots, this.#delimiter!);
    }
    const { rows, bytes } = this.#plain.read(batch);
    this.#sink.accepted += rows;
    return fromByte(batch, bytes, batch.line + rows);
  }

  #readRecords(batch: LineBatch): LineBatch {
    if (this.#delimiter === undefined || this.#rows.awaitsHeader)
      this.#delimiter =
        this.#preamble.delimiter ??
        sniffDelimiter(textOf(batch), (name) => this.table.meaning(name) !== undefined);
    return readRecords(batch, this.#delimiter, this.#take);
  }

  /**
   * Refuses the lines from here on whose quoting is wrong in themselves, so that a stray quote costs its line and not
   * all up to the next quote. The same batch if there are none.
   */
  #skipMisquoted(batch: LineBatch): LineBatch {
    let at = batch;
    while (at.bytes.length > 0) {
      const end = lineEnd(at, 0);
      if (!isMisquoted(at.bytes.toString('utf8', 0, end), this.#delimiter!)) break;
      const fault = isUtf8(at.bytes.subarray(0, end)) ? MISQUOTED : NOT_UTF8;
      this.#reject(at, fault, at.bytes[end - 1] === LINE_FEED);
      at = fromByte(at, end, at.line + 1);
    }
    return at;
  }

  /** Refuses a record that is longer than a line may be, up to the line end after that. */
  #skipOverlong(batch: LineBatch): LineBatch {
    const end = lineEnd(batch, MAX_LINE_BYTES);
    const lines = countFeeds(batch.bytes.subarray(0, end));
    this.#rejectOpen(batch, lines, 'within 1 MiB');
    return fromByte(batch, end, batch.line + lines);
  }

  #rejectOpen(open: LineBatch, lines: number, where: string): void {
    const span = lines === 1 ? 'the line is lost' : `the ${lines} lines from here are lost`;
    const fault: CellFault = { kind: 'open-quote', message: `a quote is not closed ${where}; ${span}` };
    const isRow = !this.#rows.awaitsHeader && !this.#rows.refused;
    if (lines > 1 && isRow) this.#sink.rejectLines(open, open.line, fault);
    else this.#reject(open, fault);
  }

  /** Refuses a record that has no cells to look at. Where it should be the header, nothing can be read. */
  #reject(batch: LineBatch, fault: CellFault, ended = true): void {
    if (this.#rows.awaitsHeader) {
      this.#sink.tell(batch, batch.line, fault);
      this.#rows.refuse();
    } else if (this.#rows.refused) this.#sink.rejectExplained();
    else if (ended) this.#sink.reject(batch, batch.line, fault);
    else this.#sink.rejectTorn(batch, batch.line, fault.message);
  }
}
