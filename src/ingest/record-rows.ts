import type { ColumnName } from '../core/history/history.ts';
import type { LineBatch } from './bytes/lines.ts';
import { numberText, putNumber, putText } from './cell.ts';
import type { CellFault, Slot } from './cell.ts';
import { PlainCells } from './cells/plain-cells.ts';
import { REQUIRED } from './column-names.ts';
import { ColumnTable, MAX_COLUMNS } from './column-table.ts';
import type { Json, JsonRecord } from './json-value.ts';
import { RecordFilter } from './mapping/record-filter.ts';
import { overlaid } from './mapping/source-mapping.ts';
import type { SourceMapping } from './mapping/source-mapping.ts';
import { valueAt } from './mapping/value-at.ts';
import type { RecordSink } from './record-sink.ts';
import type { AttemptSource, ForeignFormat } from './source-format.ts';

/** Why a record is no row. */
export type RecordFault = CellFault & { readonly column?: string };

/** The lines from which a record came. */
export interface RecordPlace {
  readonly batch: LineBatch;
  readonly line: number;
  /** False for a last line without a line end. */
  readonly ended: boolean;
}

/** Where rows stand that were waiting when the text ended after this line. */
export function placeAfter(line: number): RecordPlace {
  const batch = { bytes: Buffer.alloc(0), line, byteOffset: 0, encoding: 'utf-8', oversize: false } as const;
  return { batch, line, ended: true };
}

/**
 * Turns records into rows: what another program's records tell of, as far as the filter lets it pass, with the members that
 * lie at mapped paths, column by column. Columns may turn up in any record.
 */
export class RecordRows {
  readonly #sink: RecordSink;
  readonly #filter: RecordFilter | undefined;
  readonly #paths: readonly string[];
  /** What tells the attempts of a foreign format; undefined where each record is one. */
  readonly #source: AttemptSource | undefined;
  readonly #format: ForeignFormat | undefined;
  readonly table: ColumnTable;
  readonly #slots = new Map<string, Slot>();
  /** Of names that a row has beside the name which the user mapped in their place. */
  readonly #overruled = new Map<string, Slot>();
  /** The slots of the last row in its order: most rows have the same keys in the same order. */
  readonly #usual: Slot[] = [];
  #missingTold = false;

  constructor(sink: RecordSink, given: SourceMapping, format: ForeignFormat | undefined) {
    const mapping = format === undefined ? given : overlaid(format.mapping, given);
    this.#sink = sink;
    this.#format = format;
    this.#filter = mapping.where && new RecordFilter(mapping.where);
    this.table = new ColumnTable(sink.builder, mapping);
    this.#source = format?.open((name) => this.table.isMapped(name));
    this.#paths = this.table.paths;
  }

  /** Takes a record; it is accepted, rejected or skipped. */
  take(record: JsonRecord, place: RecordPlace): void {
    if (this.#source === undefined) {
      this.#row(record, place);
      return;
    }
    try {
      const rows = this.#source.rows(record, place.line);
      if (rows?.length === 0) this.#sink.leaveOut(`the format ${this.#format!.title}`);
      for (const row of rows ?? []) this.#row(row, place);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.refuse(place, TOO_DEEP);
    }
  }

  /** Says that no more records follow the one at this place. */
  end(place: RecordPlace): void {
    for (const row of this.#source?.end?.() ?? []) this.#row(row, place);
    const mixed = this.#filter === undefined ? this.#source?.wantsFilter?.() : undefined;
    if (mixed !== undefined) this.#sink.tellOfFile('other-program', mixed);
    const because = this.#source?.invalidBecause?.();
    if (because !== undefined) this.#sink.invalidBecause.push(because);
    if (this.#format?.isStoreLog) this.#sink.rowsOfStoreLogs += this.#sink.acceptedOfFile;
    const { accepted, rejected } = this.#sink;
    if (accepted + rejected === 0) return;
    for (const { theirs, message } of this.table.unmet())
      this.#sink.tellOfFile('missing-column', message, theirs);
    this.#sink.columnsTwice.push(...this.table.mixed);
  }

  /** Whether a line that is no record cannot be an attempt either. */
  skipsOther(): boolean {
    if (this.#filter === undefined) return false;
    this.#sink.leaveOut(this.#filter.words);
    return true;
  }

  /** What the keys of a record that was taken stand for, if nothing is asked of it but its values and it can be a row; else undefined. */
  plainSlots(keys: readonly string[]): readonly Slot[] | undefined {
    const isMore = this.#source !== undefined || this.#filter !== undefined;
    if (isMore || this.#paths.length + this.table.copies.size > 0) return undefined;
    const slots = keys.map((key) => this.#slotOf(key, keys)).filter((slot) => slot !== undefined);
    const columns = slots.map(({ column }) => column).filter((column) => column !== undefined);
    const isRow = REQUIRED.every((column) => columns.includes(column));
    if (!isRow || slots.length < keys.length || new Set(columns).size < columns.length) return undefined;
    return PlainCells.canRead(slots) ? slots : undefined;
  }

  /** Counts a record that is no row, and says why. */
  refuse({ batch, line, ended }: RecordPlace, fault: RecordFault): void {
    const { column = '', ...rest } = fault;
    if (!ended && (fault.kind === 'bad-json' || fault.kind === 'bad-encoding'))
      this.#sink.rejectTorn(batch, line, fault.message);
    else if (fault.kind !== 'missing-value' || this.table.missing.length === 0)
      this.#sink.reject(batch, line, rest, column);
    else this.#rejectForeign(batch, line);
  }

  #row(given: JsonRecord, place: RecordPlace): void {
    if (this.#filter?.passes(given) === false) {
      this.#sink.leaveOut(this.#filter.words);
      return;
    }
    const row = this.#paths.length + this.table.copies.size === 0 ? given : this.#withPaths(given);
    this.#sink.builder.startRow(place.line);
    const fault = this.#members(row, Object.keys(row));
    if (fault === undefined) this.#sink.accept(place.batch, place.line);
    else {
      this.#sink.drop();
      this.refuse(place, fault);
    }
  }

  /** A record with what lies at the mapped paths, and what is read twice, as members of their own. */
  #withPaths(record: JsonRecord): JsonRecord {
    const found: Record<string, Json> = {};
    for (const path of this.#paths) {
      const value = valueAt(record, path);
      if (value !== undefined) found[path] = value;
    }
    for (const [copy, path] of this.table.copies) {
      const value = valueAt(record, path);
      if (value !== undefined) found[copy] = value;
    }
    return { ...record, ...found };
  }

  /** Puts the cells; the row's columns are known, whichever of its cells is wrong. */
  #members(row: JsonRecord, keys: readonly string[]): RecordFault | undefined {
    let required = 0;
    let fault: RecordFault | undefined;
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
  #incomplete(keys: readonly string[]): RecordFault | undefined {
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
    const isWord = typeof value === 'boolean' && (slot.kind === 'result' || slot.kind === 'value');
    if (typeof value !== 'string' && value !== null && slot.kind !== 'extra' && !isWord)
      return cells.refuse(slot, NOT_A_CELL);
    try {
      const text = typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
      const refused = putText(builder, slot, text);
      return refused && cells.putLoosely(slot, text, refused);
    } catch {
      return cells.refuse(slot, TOO_DEEP);
    }
  }

  /** A row of a file that has shown no required column yet: one problem explains all such rows. */
  #rejectForeign(batch: LineBatch, line: number): void {
    const { column, ...fault } = this.table.missingFault();
    if (this.#missingTold) this.#sink.rejectExplained();
    else this.#sink.reject(batch, line, fault, column);
    this.#missingTold = true;
  }
}

/** What is said of a record with two members of one name. */
export const TWICE: RecordFault = { kind: 'duplicate-column', message: 'the row has this column twice' };

/** What is said of a value with more levels than a reader follows. */
export const TOO_DEEP: RecordFault = { kind: 'bad-value', message: 'the value is nested too deep' };

const TOO_MANY_COLUMNS: RecordFault = {
  kind: 'too-many-columns',
  message: `the file has more than ${MAX_COLUMNS} columns`,
};
const NOT_A_CELL: CellFault = { kind: 'bad-value', message: 'neither a text nor a number' };
