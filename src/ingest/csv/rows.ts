import { counted } from '../../core/words/numbers.ts';
import { putText, resultOf } from '../cell.ts';
import type { Slot } from '../cell.ts';
import { PlainCells } from '../cells/plain-cells.ts';
import { folded } from '../column-names.ts';
import { ColumnTable, MAX_COLUMNS } from '../column-table.ts';
import type { LineBatch } from '../bytes/lines.ts';
import type { JsonRecord } from '../json-value.ts';
import { RecordFilter } from '../mapping/record-filter.ts';
import type { SourceMapping } from '../mapping/source-mapping.ts';
import type { ProblemKind } from '../problem.ts';
import { placeAfter, RecordRows } from '../record-rows.ts';
import type { RecordSink } from '../record-sink.ts';
import type { ForeignFormatOf } from '../source-format.ts';

/** One record of a CSV file, as the tokeniser delivers it. */
export interface CsvRecord {
  readonly cells: readonly string[];
  readonly batch: LineBatch;
  /** Its first physical line. */
  readonly line: number;
  /** False for a last line without a line end. */
  readonly ended: boolean;
  /** What its bytes, its quotes do wrong; undefined if nothing. */
  readonly damage: { readonly kind: 'bad-encoding' | 'bad-quote'; readonly message: string } | undefined;
}

/** Turns the records of a CSV file into rows: the first that is not blank is the header. */
export class CsvRows {
  readonly #sink: RecordSink;
  readonly #mapping: SourceMapping;
  readonly #foreignFormatOf: ForeignFormatOf;
  readonly #table: ColumnTable;
  readonly #filter: RecordFilter | undefined;
  #passes: ((cells: readonly string[]) => boolean) | undefined;
  /** What takes the rows of another program's file, each as a record. */
  #foreign: RecordRows | undefined;
  #lastLine = 0;
  #slots: readonly Slot[] | 'refused' | undefined;
  #header: readonly string[] = [];
  /** Positions of the cells that are read once more, after all others. */
  readonly #copied: number[] = [];
  /** Cells that a row must have: columns without a name at the end of the header are none. */
  #leastCells = 0;

  constructor(sink: RecordSink, mapping: SourceMapping, foreignFormatOf: ForeignFormatOf) {
    this.#sink = sink;
    this.#mapping = mapping;
    this.#foreignFormatOf = foreignFormatOf;
    this.#table = new ColumnTable(sink.builder, mapping);
    this.#filter = mapping.where && new RecordFilter(mapping.where);
  }

  get table(): ColumnTable {
    return this.#foreign?.table ?? this.#table;
  }

  /** True until the header has been read. */
  get awaitsHeader(): boolean {
    return this.#slots === undefined;
  }

  /** True after {@link refuse}, or after a header that is not a trace's. */
  get refused(): boolean {
    return this.#slots === 'refused';
  }

  /** The slots of the header's columns, if nothing is asked of a row but its cells; else undefined. */
  get plainSlots(): readonly Slot[] | undefined {
    const slots = this.#slots;
    if (slots === undefined || slots === 'refused' || !PlainCells.canRead(slots)) return undefined;
    if (this.#foreign !== undefined || this.#filter !== undefined || this.#copied.length > 0)
      return undefined;
    // Else nothing in the cells of a header that stands again would show that it is no row.
    const mayRepeat = slots.some((slot) => slot.kind === 'result' && resultOf(slot, slot.name) !== undefined);
    return mayRepeat ? undefined : slots;
  }

  /** Gives the file up: every record from here on is rejected, explained by the problem that was told. */
  refuse(): void {
    this.#slots = 'refused';
  }

  take(record: CsvRecord): void {
    const { cells } = record;
    this.#lastLine = record.line;
    if (!record.ended) this.#sink.endsMidLine = true;
    if (cells.length === 1 && cells[0]!.trim() === '') this.#sink.blank++;
    else if (this.#slots === undefined) this.#slots = this.#readHeader(record);
    else if (this.#slots === 'refused') this.#sink.rejectExplained();
    else this.#row(record, this.#slots);
  }

  /** Says that no more records follow. */
  end(): void {
    this.#foreign?.end(placeAfter(this.#lastLine));
  }

  #readHeader({ cells, batch, line, damage }: CsvRecord): readonly Slot[] | 'refused' {
    if (damage !== undefined) this.#sink.tell(batch, line, damage);
    if (cells.length > MAX_COLUMNS) {
      const message = `${cells.length} columns; a trace has at most ${MAX_COLUMNS}`;
      this.#sink.tell(batch, line, { kind: 'too-many-columns', message });
      return 'refused';
    }
    this.#header = cells;
    this.#leastCells = cells.findLastIndex((name) => name.trim() !== '') + 1;
    const format = this.#foreignFormatOf(recordOf(cells, []), 'csv');
    if (format !== undefined) {
      this.#foreign = new RecordRows(this.#sink, this.#mapping, format);
      return [];
    }
    const slots = cells.map((name, index) => this.#slot(name, index, cells, batch, line));
    for (const [copy, name] of this.table.copies) {
      const index = cells.findIndex((other) => folded(other) === folded(name));
      if (index < 0) continue;
      this.#copied.push(index);
      slots.push(this.table.known(copy, cells)!);
    }
    if (this.table.missing.length > 0) {
      const { column, ...fault } = this.table.missingFault();
      // One problem is enough, and a damaged header explains why names are missing.
      if (damage === undefined) this.#sink.tell(batch, line, fault, column);
      return 'refused';
    }
    for (const { theirs, message } of this.table.unmet())
      this.#sink.tell(batch, line, { kind: 'missing-column', message }, theirs);
    this.#passes = this.#filter?.ofCells(cells);
    return slots;
  }

  #slot(name: string, index: number, header: readonly string[], batch: LineBatch, line: number): Slot {
    if (name.trim() === '') return this.table.extra(`column ${index + 1}`);
    const known = this.table.meaning(name, header);
    const first = known === undefined ? this.#sameName(name) : this.table.nameOf(known.column);
    if (first === undefined) return this.table.known(name, header) ?? this.table.extra(name);
    if (known !== undefined) this.#sink.columnsTwice.push(known.column);
    const message = `a second column of the same name; only the first is read as ${known?.column ?? 'itself'}`;
    this.#sink.tell(batch, line, { kind: 'duplicate-column', message }, name);
    return this.table.extra(name);
  }

  #sameName(name: string): string | undefined {
    return this.table.names.find((other) => other === name);
  }

  #row(record: CsvRecord, slots: readonly Slot[]): void {
    const { cells, batch, line } = record;
    const { length } = this.#header;
    if (record.damage !== undefined) {
      this.#refuse(record, record.damage.kind, record.damage.message);
    } else if (isSameHeader(cells, this.#header)) {
      this.#sink.skip('repeated-header');
    } else if (cells.length < this.#leastCells || (cells.length > length && !isBlankFrom(cells, length))) {
      const kind = cells.length < length ? 'too-few-cells' : 'too-many-cells';
      this.#refuse(record, kind, `${counted(cells.length, 'cell')} under ${counted(length, 'column')}`);
    } else if (!record.ended && this.#sink.suspectTail) {
      this.#sink.rejectTorn(batch, line, 'nothing shows that its last cell is whole');
    } else {
      if (cells.length > length) this.#sink.loosely.add('surplus-cell');
      if (this.#foreign !== undefined) this.#foreign.take(recordOf(this.#header, cells), record);
      else if (this.#passes?.(cells) === false) this.#sink.leaveOut(this.#filter!.words);
      else this.#put(record, slots);
    }
  }

  #put(record: CsvRecord, slots: readonly Slot[]): void {
    const { batch, line } = record;
    const cells = this.#copied.length === 0 ? record.cells : this.#withCopies(record.cells);
    const { builder } = this.#sink;
    builder.startRow(line);
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i]!;
      const text = cells[i] ?? '';
      const refused = putText(builder, slot, text);
      if (refused === undefined) continue;
      const fault = this.#sink.cells.putLoosely(slot, text, refused);
      if (fault === undefined) continue;
      this.#sink.drop();
      this.#refuse(record, fault.kind, fault.message, slot.name);
      return;
    }
    this.#sink.accept(batch, line);
  }

  #withCopies(cells: readonly string[]): readonly string[] {
    return [
      ...this.#header.map((_, index) => cells[index] ?? ''),
      ...this.#copied.map((index) => cells[index] ?? ''),
    ];
  }

  #refuse({ batch, line, ended }: CsvRecord, kind: ProblemKind, message: string, column = ''): void {
    if (ended) this.#sink.reject(batch, line, { kind, message }, column);
    else this.#sink.rejectTorn(batch, line, message);
  }
}

/** Cells as the members of a record, by the names in the header; empty where there are no cells. */
function recordOf(header: readonly string[], cells: readonly string[]): JsonRecord {
  return Object.fromEntries(header.map((name, index) => [name, cells[index] ?? '']));
}

/** Whether a record is the header once more, as in files that were joined. */
function isSameHeader(cells: readonly string[], header: readonly string[]): boolean {
  const first = cells[0]!;
  const name = header[0]!;
  // A file that was joined to another may have kept its byte order mark.
  const isFirst = first.length === name.length + 1 ? first === `\ufeff${name}` : first === name;
  return isFirst && cells.length === header.length && cells.every((cell, i) => i === 0 || cell === header[i]);
}

function isBlankFrom(cells: readonly string[], from: number): boolean {
  return cells.every((cell, i) => i < from || cell.trim() === '');
}
