import { isUtf8 } from 'node:buffer';
import type { ColumnTable } from '../column-table.ts';
import { withoutBareNan } from './bare-nan.ts';
import { loggedLine } from './container-log.ts';
import { parseLine, repeatedKey } from './line.ts';
import { isObject, type JsonRecord } from '../json-value.ts';
import type { ParsedLine } from './line.ts';
import { withoutPrefix } from './line-prefix.ts';
import { damagedLines, fromByte, LINE_FEED, MAX_LINE_BYTES, textOf, wholeLines } from '../bytes/lines.ts';
import type { LineBatch } from '../bytes/lines.ts';
import type { SourceMapping } from '../mapping/source-mapping.ts';
import { PlainLines } from './plain-lines.ts';
import { placeAfter, RecordRows, TOO_DEEP, TWICE } from '../record-rows.ts';
import type { RecordFault, RecordPlace } from '../record-rows.ts';
import type { RecordSink } from '../record-sink.ts';
import type { ForeignFormatOf, TraceReader } from '../source-format.ts';

/** After so many plain lines a line that is not stands alone, so that little is looked at with it. */
const MANY_LINES = 64;

/** Reads NDJSON: one object per line, whose keys are columns. Columns may turn up in any row. */
export class NdjsonReader implements TraceReader {
  readonly #sink: RecordSink;
  readonly #mapping: SourceMapping;
  readonly #foreignFormatOf: ForeignFormatOf;
  #rows: RecordRows;
  readonly #plain: PlainLines;
  #hasRecord = false;
  #lastLine = 0;

  constructor(sink: RecordSink, mapping: SourceMapping, foreignFormatOf: ForeignFormatOf) {
    this.#sink = sink;
    this.#mapping = mapping;
    this.#foreignFormatOf = foreignFormatOf;
    this.#rows = new RecordRows(sink, mapping, undefined);
    this.#plain = new PlainLines(sink.builder);
  }

  get table(): ColumnTable {
    return this.#rows.table;
  }

  push(batch: LineBatch): void {
    if (batch.oversize) {
      const most = Math.floor(batch.bytes.length / MAX_LINE_BYTES);
      const message = `the line is longer than ${most} MiB`;
      this.#sink.reject(batch, batch.line, { kind: 'line-too-long', message });
      return;
    }
    const isMany = batch.bytes.indexOf(LINE_FEED) < batch.bytes.length - 1;
    const mayBePlain = isMany && this.#sink.readsPlain && isUtf8(batch.bytes);
    let at = batch;
    // Lines that are not plain are read one by one at first, and more at once where there are many of them.
    for (let look = mayBePlain ? 1 : Infinity; at.bytes.length > 0; look *= 2) {
      const rest = mayBePlain ? this.#skipPlain(at) : at;
      if (rest.line - at.line > MANY_LINES) look = 1;
      const piece = wholeLines(rest, look);
      this.#readText(piece);
      at = fromByte(rest, piece.bytes.length, this.#lastLine + 1);
    }
  }

  /** Takes the lines from here on that are plain; returns the batch from the first other one on. */
  #skipPlain(batch: LineBatch): LineBatch {
    const { rows, bytes } = this.#plain.read(batch);
    this.#sink.accepted += rows;
    this.#lastLine = batch.line + rows - 1;
    return fromByte(batch, bytes, batch.line + rows);
  }

  #readText(batch: LineBatch): void {
    const text = textOf(batch);
    const damaged = damagedLines(batch);
    let line = batch.line;
    for (let start = 0; start < text.length; line++) {
      const feed = text.indexOf('\n', start);
      const end = feed < 0 ? text.length : feed;
      const place = { batch, line, ended: feed >= 0 };
      if (feed < 0) this.#sink.endsMidLine = true;
      if (damaged?.has(line) === true) this.#rows.refuse(place, NOT_UTF8);
      else this.#line(text.slice(start, end), place);
      this.#lastLine = line;
      start = end + 1;
    }
  }

  /** Says that no more batches follow. */
  end(): void {
    this.#rows.end(placeAfter(this.#lastLine));
  }

  /** Reads one line. */
  #line(text: string, place: RecordPlace): void {
    if (text.trim() === '') {
      this.#sink.blank++;
      return;
    }
    const parsed = this.#parsed(text);
    if ('kind' in parsed) {
      const isOther = parsed !== TOO_DEEP && !text.trimStart().startsWith('{');
      if (!isOther || !this.#rows.skipsOther()) this.#rows.refuse(place, parsed);
      return;
    }
    const { value, members } = parsed;
    if (!isObject(value)) {
      if (!this.#rows.skipsOther()) this.#rows.refuse(place, NOT_AN_OBJECT);
      return;
    }
    const keys = Object.keys(value);
    const logged = keys[0] === 'log' ? loggedLine(value) : undefined;
    if (logged !== undefined) {
      this.#sink.loosely.add('wrapper');
      this.#line(logged, place);
      return;
    }
    const twice = members > keys.length ? repeatedKey(text) : undefined;
    if (twice !== undefined) this.#rows.refuse(place, { ...TWICE, column: twice });
    else {
      this.#record(value, place);
      if (this.#sink.readsPlain) this.#learn(text);
    }
  }

  #learn(line: string): void {
    this.#plain.learn(line, (keys) => (keys[0] === 'log' ? undefined : this.#rows.plainSlots(keys)));
  }

  /** Takes a record; the first one shows which program wrote it. */
  #record(record: JsonRecord, place: RecordPlace): void {
    if (!this.#hasRecord) {
      const format = this.#foreignFormatOf(record, 'json');
      if (format !== undefined) this.#rows = new RecordRows(this.#sink, this.#mapping, format);
      this.#hasRecord = true;
    }
    this.#rows.take(record, place);
  }

  /** The JSON of a line, without what logs set before it; or what is wrong with it. */
  #parsed(text: string): ParsedLine | RecordFault {
    try {
      return parseLine(text);
    } catch (error) {
      if (error instanceof RangeError) return TOO_DEEP;
    }
    const json = withoutPrefix(text);
    const mended = json ?? withoutBareNan(text);
    if (mended === undefined) return text.trimStart().startsWith('[') ? AN_ARRAY : NOT_JSON;
    this.#sink.loosely.add(json === undefined ? 'bare-nan' : 'prefix');
    return this.#parsed(mended);
  }
}

const NOT_UTF8: RecordFault = { kind: 'bad-encoding', message: 'the text is not valid in its encoding' };
const NOT_JSON: RecordFault = { kind: 'bad-json', message: 'the line is not JSON' };
const AN_ARRAY: RecordFault = {
  kind: 'bad-json',
  message: 'the line begins a JSON array; NDJSON is one object per line',
};
const NOT_AN_OBJECT: RecordFault = { kind: 'bad-json', message: 'the line is JSON, but not an object' };
