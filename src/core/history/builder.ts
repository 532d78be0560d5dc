import { type Cells, GrowableColumn } from './growable-column.ts';
import type { ColumnName, History, TraceFile } from './history.ts';
import { StringTable } from './string-table.ts';
import { TimeOrigin } from './time-origin.ts';
import { VersionCollector } from './version-scale.ts';
import { NONE } from '../words/codes.ts';

/** Columns of text. */
export type TextColumn =
  | 'request_id'
  | 'inventory_key'
  | 'worker_id'
  | 'client_id'
  | 'read_site'
  | 'write_site'
  | 'confirm_site'
  | 'phase'
  | 'fault'
  | 'deployment';

const TIME_COLUMNS = ['start_us', 'read_us', 'write_us', 'end_us'] as const;
/** Columns of absolute microseconds. */
export type TimeColumn = (typeof TIME_COLUMNS)[number];

/** Columns of versions. */
export type VersionColumn = 'read_version' | 'write_version';
/** Columns of whole numbers. */
export type IntegerColumn = TimeColumn | 'read_value' | 'write_value' | 'units' | 'retry_count';
/** Columns that may have a fraction. */
export type RealColumn = TimeColumn | 'latency_ms' | 'queue_delay_ms';

const MAX_RETRY_COUNT = 2 ** 31 - 1;

const texts = (): GrowableColumn<Int32Array> => new GrowableColumn((length) => new Int32Array(length), NONE);
const reals = (empty: number): GrowableColumn<Float64Array> =>
  new GrowableColumn((length) => new Float64Array(length), empty);

/**
 * Builds a history row by row without an object per row: `startRow`, the cells in any order, then `endRow` or `dropRow`.
 * A cell that is not set is empty.
 */
export class HistoryBuilder {
  readonly #declared = new Set<ColumnName>();
  /** Every text of the trace; readers of bytes put theirs in directly. */
  readonly strings = new StringTable();
  readonly #versions = new VersionCollector();
  readonly #times = new TimeOrigin();
  readonly #line = new GrowableColumn((length) => new Uint32Array(length), 0);
  readonly #result = new GrowableColumn((length) => new Uint8Array(length), 0);
  readonly #extra: { readonly name: string; readonly column: GrowableColumn<Int32Array> }[] = [];
  readonly #cells = {
    request_id: texts(),
    inventory_key: texts(),
    worker_id: texts(),
    client_id: texts(),
    read_site: texts(),
    write_site: texts(),
    confirm_site: texts(),
    phase: texts(),
    fault: texts(),
    deployment: texts(),
    read_version: reals(NONE),
    write_version: reals(NONE),
    latency_ms: reals(NaN),
    queue_delay_ms: reals(NaN),
    retry_count: texts(),
    start_us: reals(NaN),
    read_us: reals(NaN),
    write_us: reals(NaN),
    end_us: reals(NaN),
    read_value: reals(NaN),
    write_value: reals(NaN),
    units: reals(NaN),
  };
  readonly #files: TraceFile[] = [];
  readonly #opened: { close(to: number): void }[] = [];
  #size = 0;
  /** Whether an accepted row has a time: until then a dropped row's time must not stay the origin. */
  #originKept = false;
  #rowHasTime = false;

  /** Accepted rows so far. */
  get size(): number {
    return this.#size;
  }

  /** The bytes of the cells of a row, in the columns that have any. */
  get bytesPerRow(): number {
    const columns = [this.#line, this.#result, ...Object.values(this.#cells)];
    for (const { column } of this.#extra) columns.push(column);
    return columns.reduce((sum, column) => sum + (column.isEmpty ? 0 : column.bytesPerCell), 0);
  }

  /** Says that the file has this column; what is never declared counts as absent. */
  declare(column: ColumnName): void {
    this.#declared.add(column);
  }

  /** Adds a column that the format does not know and returns its index; may be called in the middle of the file. */
  addExtra(name: string): number {
    return this.#extra.push({ name, column: texts() }) - 1;
  }

  /** The columns that the format does not know so far, by name; of equal names the first. */
  get extraNames(): ReadonlyMap<string, number> {
    return new Map(this.#extra.map(({ name }, index) => [name, index] as const).reverse());
  }

  /** Says that the rows from here on are of another file than those before. */
  startFile(name: string): void {
    this.#files.push({ name, firstRow: this.#size });
  }

  /** Cells of a column for the next rows, of which there is room for `rows`: a reader fills them, and says so to {@link closeRows}. */
  openText(column: TextColumn | 'retry_count', rows: number): Int32Array {
    return this.#open(this.#cells[column], rows);
  }

  /** The same of a column of numbers. */
  openReal(
    column: VersionColumn | Exclude<IntegerColumn | RealColumn, 'retry_count'>,
    rows: number,
  ): Float64Array {
    return this.#open(this.#cells[column], rows);
  }

  /** The same of the unknown column that {@link addExtra} gave this index. */
  openExtra(index: number, rows: number): Int32Array {
    return this.#open(this.#extra[index]!.column, rows);
  }

  /** The same of the lines on which rows stand, and of their results. */
  openRows(rows: number): { readonly line: Uint32Array; readonly result: Uint8Array } {
    return { line: this.#open(this.#line, rows), result: this.#open(this.#result, rows) };
  }

  /** Accepts rows whose cells a reader has filled in every column that it opened; what it wrote beyond them is forgotten. */
  closeRows(rows: number, haveTimes: boolean): void {
    this.#size += rows;
    for (const column of this.#opened.splice(0)) column.close(this.#size);
    this.#originKept ||= haveTimes;
    if (!this.#originKept) this.#times.reset();
  }

  /** Absolute microseconds on the history's clock; undefined if that cannot be held. */
  relativeUs(us: number): number | undefined {
    return Number.isSafeInteger(us) ? this.#times.relative(us) : this.#times.relativeReal(us);
  }

  #open<T extends Cells>(column: GrowableColumn<T>, rows: number): T {
    this.#opened.push(column);
    return column.open(this.#size, this.#size + rows);
  }

  /** Begins a row that stands on this 1-based physical line. */
  startRow(line: number): void {
    this.#line.set(this.#size, line);
    this.#rowHasTime = false;
  }

  /** Sets a text; '' is absent. */
  text(column: TextColumn, value: string): void {
    this.#cells[column].set(this.#size, this.strings.index(value));
  }

  /** Sets a version: a number from 0 to 2^63 − 1, or a text that is only ever compared for equality. */
  version(column: VersionColumn, value: number | bigint | string): void {
    this.#cells[column].set(this.#size, this.#versions.provisional(value));
  }

  /** Sets a whole number; false, and nothing set, if it cannot be held exactly. */
  integer(column: IntegerColumn, value: number | bigint): boolean {
    if (isTime(column)) return this.#time(column, this.#times.relative(value));
    const number = Number(value);
    if (!Number.isSafeInteger(number)) return false;
    if (column === 'retry_count' && (number < 0 || number > MAX_RETRY_COUNT)) return false;
    this.#cells[column].set(this.#size, number);
    return true;
  }

  /** Sets a number that may have a fraction: milliseconds, or absolute microseconds; false if it is off the clock. */
  real(column: RealColumn, value: number): boolean {
    if (isTime(column)) return this.#time(column, this.#times.relativeReal(value));
    this.#cells[column].set(this.#size, value);
    return true;
  }

  /** Sets the result, a code of `RESULT`. */
  result(code: number): void {
    this.#result.set(this.#size, code);
  }

  /** Sets a cell of the unknown column that {@link addExtra} gave this index. */
  extra(index: number, value: string): void {
    this.#extra[index]?.column.set(this.#size, this.strings.index(value));
  }

  /** Accepts the row. */
  endRow(): void {
    this.#originKept ||= this.#rowHasTime;
    this.#size++;
  }

  /** Forgets the row. */
  dropRow(): void {
    for (const column of Object.values(this.#cells)) column.clear(this.#size);
    for (const { column } of this.#extra) column.clear(this.#size);
    this.#line.clear(this.#size);
    this.#result.clear(this.#size);
    if (!this.#originKept) this.#times.reset();
  }

  /**
   * The history of all accepted rows; the versions that the manifest knows join its scale, and the keys that it knows its
   * strings. The builder is empty then.
   */
  finish(knownVersions: Iterable<bigint | string>, knownKeys: Iterable<string> = []): History {
    for (const key of knownKeys) this.strings.index(key);
    const size = this.#size;
    const cells = this.#cells;
    const noText = new Lazy(() => texts().take(size));
    const noReal = new Lazy(() => reals(NaN).take(size));
    const text = (column: GrowableColumn<Int32Array>) => (column.isEmpty ? noText.value : column.take(size));
    const real = (column: GrowableColumn<Float64Array>) =>
      column.isEmpty ? noReal.value : column.take(size);
    const [readVersion, writeVersion] = [cells.read_version.take(size), cells.write_version.take(size)];
    const versions = this.#versions.finish([readVersion, writeVersion], knownVersions);
    const [startUs, readUs] = [real(cells.start_us), real(cells.read_us)];
    const [writeUs, endUs] = [real(cells.write_us), real(cells.end_us)];
    const originUs = this.#times.finish([...new Set([startUs, readUs, writeUs, endUs])]);
    return {
      size,
      strings: this.strings,
      columns: this.#declared,
      line: this.#line.take(size),
      files: this.#files,
      requestId: text(cells.request_id),
      inventoryKey: text(cells.inventory_key),
      workerId: text(cells.worker_id),
      clientId: text(cells.client_id),
      readVersion,
      writeVersion,
      versions,
      result: this.#result.take(size),
      latencyMs: real(cells.latency_ms),
      queueDelayMs: real(cells.queue_delay_ms),
      retryCount: text(cells.retry_count),
      startUs,
      readUs,
      writeUs,
      endUs,
      originUs,
      readValue: real(cells.read_value),
      writeValue: real(cells.write_value),
      units: real(cells.units),
      readSite: text(cells.read_site),
      writeSite: text(cells.write_site),
      confirmSite: text(cells.confirm_site),
      phase: text(cells.phase),
      fault: text(cells.fault),
      deployment: text(cells.deployment),
      extra: this.#extra.map(({ name, column }) => ({ name, values: text(column) })),
    };
  }

  #time(column: TimeColumn, relativeUs: number | undefined): boolean {
    if (relativeUs === undefined) return false;
    this.#rowHasTime = true;
    this.#cells[column].set(this.#size, relativeUs);
    return true;
  }
}

function isTime(column: string): column is TimeColumn {
  return (TIME_COLUMNS as readonly string[]).includes(column);
}

/** Cells that all columns share which no row has: made once, and only if there are such columns. */
class Lazy<T> {
  readonly #make: () => T;
  #made: T | undefined;

  constructor(make: () => T) {
    this.#make = make;
  }

  get value(): T {
    return (this.#made ??= this.#make());
  }
}
