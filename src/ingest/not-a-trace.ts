import type { ColumnName } from '../core/history/history.ts';

/** What is said of a file in which no attempt could be looked for, because it is another kind of file. */
export interface NotATrace {
  /** A printable sentence without its subject and full stop: what it lacks. */
  readonly because: string;
  /** Its columns as the file names them, untrusted; empty where it has none. */
  readonly columns: readonly string[];
  /** The required columns that it lacks; empty where it has no columns. */
  readonly missing: readonly ColumnName[];
  /** For required columns that it lacks, the column of the file that is likely meant. */
  readonly nearest: ReadonlyMap<ColumnName, string>;
}
