import { HistoryBuilder } from '../core/history/builder.ts';
import type { ReadingFacts } from '../core/history/run-facts.ts';
import { clipped } from '../core/words/printable.ts';
import type { CellFault } from './cell.ts';
import { LooseCounts } from './cells/loosenesses.ts';
import type { Looseness } from './cells/loosenesses.ts';
import { RowCells } from './cells/row-cells.ts';
import { UnreadRows } from './cells/unread-rows.ts';
import { fromLine } from './bytes/lines.ts';
import type { LineBatch } from './bytes/lines.ts';
import { ProblemList } from './problem.ts';
import type { ProblemKind } from './problem.ts';

/** Characters of a line, and of a column's name, that a problem shows. */
const EXCERPT = 120;
const NAME = 60;

/**
 * Where both readers put their records, and the one place that counts them: every record is accepted, rejected or
 * blank, exactly once.
 */
export class RecordSink {
  readonly builder = new HistoryBuilder();
  readonly problems = new ProblemList();
  readonly loosely = new LooseCounts();
  readonly cells = new RowCells(this.builder, this.loosely);
  /** False where every record is to go through the readers of texts, with which those of bytes are compared. */
  readsPlain = true;
  accepted = 0;
  rejected = 0;
  blank = 0;
  /** Lines that are no records: before the header, and the header where it stands again. */
  skipped = 0;
  /** True if the last line has no line end; its last cell may then have been cut. */
  endsMidLine = false;
  /** True if the writer never finished, so that a line without an end is not a whole one. */
  suspectTail = false;
  /** Columns of the format that the file has twice. */
  readonly columnsTwice: string[] = [];
  /** Why the run proves nothing, as the programs say themselves that wrote the files. */
  readonly invalidBecause: string[] = [];
  /** Rows that come from the logs of stores. */
  rowsOfStoreLogs = 0;
  readonly #leftOut = new Map<string, number>();
  readonly #unread = new UnreadRows();
  #recordsBefore = 0;
  #acceptedBefore = 0;
  #restLost = false;
  #linesLost = false;

  /** How the reading went. */
  get facts(): ReadingFacts {
    const { accepted, rejected, blank, skipped, columnsTwice } = this;
    const [loosely, unread] = [this.loosely.byName, this.#unread.byColumn];
    return {
      accepted,
      rejected,
      blank,
      ...(skipped > 0 && { skipped }),
      ...(this.#leftOut.size > 0 && { leftOut: Object.fromEntries(this.#leftOut) }),
      ...(loosely !== undefined && { loosely }),
      ...(unread !== undefined && { unread }),
      ...(this.#linesLost && { restLost: true }),
      ...(this.invalidBecause.length > 0 && { invalidBecause: this.invalidBecause }),
      ...(accepted > 0 && this.rowsOfStoreLogs === accepted && { storeLog: true }),
      ...(columnsTwice.length > 0 && { columnsTwice }),
    };
  }

  /** Begins a file; it has a name where several are read as one history. */
  startFile(name: string | undefined, suspectTail: boolean): void {
    this.suspectTail = suspectTail;
    this.#restLost = false;
    this.#acceptedBefore = this.accepted;
    this.#recordsBefore = this.#records;
    this.problems.startFile(name);
    if (name !== undefined) this.builder.startFile(name);
  }

  /** Rows of the file that is being read. */
  get acceptedOfFile(): number {
    return this.accepted - this.#acceptedBefore;
  }

  /** Whether some rows are of a store's log, and others are not. */
  get mixesStoreLogs(): boolean {
    return this.rowsOfStoreLogs > 0 && this.rowsOfStoreLogs < this.accepted;
  }

  /** Whether the file that is being read has shown nothing at all. */
  get sawNothing(): boolean {
    return this.#records === this.#recordsBefore && this.problems.first === undefined;
  }

  get #records(): number {
    return this.accepted + this.rejected + this.blank + this.skipped;
  }

  /** Takes the row that the builder holds, which stands on a line of this batch. */
  accept(batch: LineBatch, line: number): void {
    if (this.cells.hasUnread) this.#keepUnread(batch, line);
    this.builder.endRow();
    this.accepted++;
  }

  #keepUnread(batch: LineBatch, line: number): void {
    for (const { column, name, fault } of this.cells.takeUnread()) {
      if (column !== undefined) this.#unread.add(column, this.builder.size);
      this.tell(batch, line, fault, name);
    }
  }

  /** Forgets the row that the builder holds; who calls it says why, or that the record is blank. */
  drop(): void {
    this.builder.dropRow();
    this.cells.takeUnread();
  }

  /** Counts a record that a problem told before explains. */
  rejectExplained(): void {
    this.rejected++;
  }

  /** Leaves out a line that is no record. */
  skip(looseness: Looseness): void {
    this.skipped++;
    this.loosely.add(looseness);
  }

  /** Leaves out a record that is no attempt, for what sorts it out. */
  leaveOut(by: string): void {
    this.skipped++;
    this.#leftOut.set(by, (this.#leftOut.get(by) ?? 0) + 1);
  }

  /** What has sorted records out so far; undefined if nothing has. */
  get leftOutBy(): string | undefined {
    return this.#leftOut.size === 0 ? undefined : [...this.#leftOut.keys()].join(', ');
  }

  /** Refuses the record that begins on a line of this batch. */
  reject(batch: LineBatch, line: number, fault: CellFault, column = ''): void {
    this.rejected++;
    this.tell(batch, line, fault, column);
  }

  /** Refuses the last line, which has no line end, for what is wrong in it. */
  rejectTorn(batch: LineBatch, line: number, reason: string): void {
    const message = `the last line is cut off: ${reason}`;
    this.#linesLost = true;
    if (!this.#restLost) this.reject(batch, line, { kind: 'torn-line', message });
  }

  /** Says why the rest of the file is lost: one rejected record, which includes the line that it cuts. */
  loseRest(kind: ProblemKind, message: string): void {
    this.suspectTail = true;
    this.#restLost = true;
    this.#linesLost = true;
    this.rejected++;
    this.tellOfFile(kind, message);
  }

  /** Says that the file that was read has fewer rows than its writer had written. */
  missRows(): void {
    this.#linesLost = true;
  }

  /** Refuses lines in which records cannot be told apart: one rejected record. */
  rejectLines(batch: LineBatch, line: number, fault: CellFault): void {
    this.#linesLost = true;
    this.reject(batch, line, fault);
  }

  /** Tells a problem at a line without judging its record. */
  tell(batch: LineBatch, line: number, fault: CellFault, column = ''): void {
    this.problems.add(() => {
      const { bytes, byteOffset } = fromLine(batch, line);
      const text = bytes.subarray(0, 4 * EXCERPT).toString('utf8');
      const excerpt = clipped(text.split(/\r?\n/, 1)[0]!, EXCERPT);
      return { line, byteOffset, column: clipped(column, NAME), ...fault, excerpt };
    });
  }

  /** Tells a problem of the whole file. */
  tellOfFile(kind: ProblemKind, message: string, column = ''): void {
    this.problems.addOfFile({ column: clipped(column, NAME), kind, message });
  }
}
