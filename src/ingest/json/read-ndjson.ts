import type { ColumnName } from '../../core/history/history.ts';
import { numberText, putNumber, putText } from '../cell.ts';
import type { CellFault, Slot } from '../cell.ts';
import { REQUIRED } from '../column-names.ts';
import { ColumnTable, MAX_COLUMNS } from '../column-table.ts';
import type { ColumnMap } from '../column-table.ts';
import { withoutBareNan } from './bare-nan.ts';
import { loggedLine } from './container-log.ts';
import { parseLine, repeatedKey } from './line.ts';
import type { Json, ParsedLine } from './line.ts';
import { withoutPrefix } from './line-prefix.ts';
import { damagedLines, textOf } from '../bytes/lines.ts';
import type { LineBatch } from '../bytes/lines.ts';
import type { RecordSink } from '../record-sink.ts';
import type { TraceReader } from '../source-format.ts';

type Fault = CellFault & { readonly column?: string };

/** Reads NDJSON: one object per line, whose keys are columns. Columns may turn up in any row. */
export class NdjsonReader implements TraceReader {
  readonly #sink: RecordSink;
  readonly table: ColumnTable;
  readonly #slots = new Map<string, Slot>();
  /** Of names that a row has beside the name which the user mapped in their place. */
  readonly #overruled = new Map<string, Slot>();
  /** The slots of the last row in its order: most rows have the same keys in the same order. */
  readonly #usual: Slot[] = [];
  #missingTold = false;

  constructor(sink: RecordSink, columnMap: ColumnMap) {
    this.#sink = sink;
    this.table = new ColumnTable(sink.builder, columnMap);
  }

  push(batch: LineBatch): void {
    if (batch.oversize) {
      this.#sink.reject(batch, batch.line, {
        kind: 'line-too-long',
        message: 'the line is longer than 1 MiB',
      });
      return;
    }
    const text = textOf(batch);
    const damaged = damagedLines(batch);
    let line = batch.line;
    for (let start = 0; start < text.length; line++) {
      const feed = text.indexOf('\n', start);
      const end = feed < 0 ? text.length : feed;
      if (feed < 0) this.#sink.endsMidLine = true;
      const fault = damaged?.has(line) === true ? NOT_UTF8 : this.#line(text.slice(start, end), batch, line);
      if (fault !== undefined) this.#refuse(batch, line, feed >= 0, fault);
      start = end + 1;
    }
  }

  /** Says that no more batches follow. */
  end(): void {
    const { accepted, rejected } = this.#sink;
    if (accepted + rejected === 0) return;
    for (const { theirs, message } of this.table.unmet())
      this.#sink.tellOfFile('missing-column', message, theirs);
    this.#sink.columnsTwice.push(...this.table.mixed);
  }

  /** Reads one line; what is wrong with it, or undefined. */
  #line(text: string, batch: LineBatch, line: number): Fault | undefined {
    if (text.trim() === '') {
      this.#sink.blank++;
      return undefined;
    }
    const parsed = this.#parsed(text);
    if ('kind' in parsed) return parsed;
    const { value, members } = parsed;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return NOT_AN_OBJECT;
    const row = value as Readonly<Record<string, Json>>;
    const keys = Object.keys(row);
    const logged = keys[0] === 'log' ? loggedLine(row) : undefined;
    if (logged !== undefined) {
      this.#sink.loosely.add('wrapper');
      return this.#line(logged, batch, line);
    }
    this.#sink.builder.startRow(line);
    const twice = members > keys.length ? repeatedKey(text) : undefined;
    const fault = twice === undefined ? this.#members(row, keys) : { ...TWICE, column: twice };
    if (fault === undefined) this.#sink.accept(batch, line);
    else this.#sink.drop();
    return fault;
  }

  /** The JSON of a line, without what logs set before it; or what is wrong with it. */
  #parsed(text: string): ParsedLine | Fault {
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

  /** Puts the cells; the row's columns are known, whichever of its cells is wrong. */
  #members(row: Readonly<Record<string, Json>>, keys: readonly string[]): Fault | undefined {
    let required = 0;
    let fault: Fault | undefined;
    for (let i = 0; i < keys.length; i++) {
      const slot = this.#slot(keys[i]!, i, keys);
      if (slot === undefined) return TOO_MANY_COLUMNS;
      if (slot.kind === 'required' || slot.kind === 'result') required++;
      if (fault !== undefined) continue;
      const wrong = this.#put(slot, row[slot.name]!);
      if (wrong !== undefined) fault = { ...wrong, column: slot.name };
    }
    if (fault !== undefined) return fault;
    return required === REQUIRED.length && !this.table.ambiguous ? undefined : this.#incomplete(keys);
  }

  /** Looks at a row's keys as columns: none twice under two names, none of the required ones absent. */
  #incomplete(keys: readonly string[]): Fault | undefined {
    const columns = new Set<ColumnName>();
    for (const key of keys) {
      const { column } = this.#slotOf(key, keys)!;
      if (column !== undefined && columns.has(column)) return { ...TWICE, column: key };
      if (column !== undefined) columns.add(column);
    }
    const column = REQUIRED.find((required) => !columns.has(required));
    return column && { kind: 'missing-value', message: `the row has no ${column}`, column };
  }

  #slot(name: string, position: number, keys: readonly string[]): Slot | undefined {
    const usual = this.#usual[position];
    if (usual?.name === name) return usual;
    const slot = this.#slotOf(name, keys);
    if (slot !== undefined && !this.table.isSecondChoice(name)) this.#usual[position] = slot;
    return slot;
  }

  /** The slot of a name in a row with these keys; undefined if the file has more columns than it may. */
  #slotOf(name: string, keys: readonly string[]): Slot | undefined {
    const isOverruled = this.table.isSecondChoice(name) && this.table.meaning(name, keys) === undefined;
    const slots = isOverruled ? this.#overruled : this.#slots;
    let slot = slots.get(name);
    if (slot === undefined) {
      if (this.#slots.size + this.#overruled.size >= MAX_COLUMNS) return undefined;
      slot = this.table.known(name, keys) ?? this.table.extra(name);
      slots.set(name, slot);
    }
    return slot;
  }

  #put(slot: Slot, value: Json): CellFault | undefined {
    const { builder, cells } = this.#sink;
    if (typeof value === 'number') {
      const refused = putNumber(builder, slot, value);
      return refused && cells.putLoosely(slot, numberText(value), refused);
    }
    if (typeof value !== 'string' && value !== null && slot.kind !== 'extra')
      return cells.refuse(slot, NOT_A_CELL);
    try {
      const text = typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
      const refused = putText(builder, slot, text);
      return refused && cells.putLoosely(slot, text, refused);
    } catch {
      return cells.refuse(slot, TOO_DEEP);
    }
  }

  #refuse(batch: LineBatch, line: number, ended: boolean, fault: Fault): void {
    const { column = '', ...rest } = fault;
    if (!ended && (fault.kind === 'bad-json' || fault.kind === 'bad-encoding'))
      this.#sink.rejectTorn(batch, line, fault.message);
    else if (fault.kind !== 'missing-value' || this.table.missing.length === 0)
      this.#sink.reject(batch, line, rest, column);
    else this.#rejectForeign(batch, line);
  }

  /** A row of a file that has shown no required column yet: one problem explains all such rows. */
  #rejectForeign(batch: LineBatch, line: number): void {
    const { column, ...fault } = this.table.missingFault();
    if (this.#missingTold) this.#sink.rejectExplained();
    else this.#sink.reject(batch, line, fault, column);
    this.#missingTold = true;
  }
}

const NOT_UTF8: Fault = { kind: 'bad-encoding', message: 'the text is not valid in its encoding' };
const NOT_JSON: Fault = { kind: 'bad-json', message: 'the line is not JSON' };
const AN_ARRAY: Fault = {
  kind: 'bad-json',
  message: 'the line begins a JSON array; NDJSON is one object per line',
};
const NOT_AN_OBJECT: Fault = { kind: 'bad-json', message: 'the line is JSON, but not an object' };
const TWICE: Fault = { kind: 'duplicate-column', message: 'the row has this column twice' };
const TOO_MANY_COLUMNS: Fault = {
  kind: 'too-many-columns',
  message: `the file has more than ${MAX_COLUMNS} columns`,
};
const NOT_A_CELL: Fault = { kind: 'bad-value', message: 'neither a text nor a number' };
const TOO_DEEP: Fault = { kind: 'bad-value', message: 'the value is nested too deep' };
