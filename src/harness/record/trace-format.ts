import Papa from 'papaparse';
import { COLUMNS } from '../../core/index.ts';
import {
  cells,
  type AttemptRow,
  type FieldValue,
  type RecordedColumn,
  type RowContext,
} from './attempt-row.ts';

const RECORDED = COLUMNS.filter((column): column is RecordedColumn => column !== 'units');

/** How rows become the text of a trace file. */
export interface TraceFormat {
  /** What the file's name ends in. */
  readonly extension: string;
  /** What the file begins with. */
  readonly header: string;
  /** A whole line, line break included. */
  line(row: AttemptRow, context: RowContext): string;
}

export const csvFormat: TraceFormat = {
  extension: '.trace.csv',
  header: csvLine(RECORDED),
  line(row, context) {
    const values = cells(row, context);
    return csvLine(RECORDED.map((column) => values[column]));
  },
};

/** Empty cells are left out: JSON.stringify drops what is undefined. */
export const ndjsonFormat: TraceFormat = {
  extension: '.trace.ndjson',
  header: '',
  line: (row, context) => `${JSON.stringify(cells(row, context))}\n`,
};

/** One line of CSV, line break included. */
export function csvLine(values: readonly FieldValue[]): string {
  return `${Papa.unparse([[...values]], { newline: '\n' })}\n`;
}
