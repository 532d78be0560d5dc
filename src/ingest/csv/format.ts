import type { SourceFormat } from '../source-format.ts';

/** Cells with a delimiter between them, which the header shows; the format of a file that says nothing else. */
export const csv: SourceFormat = {
  endings: ['csv'],
  otherEndings: ['tsv'],
  load: async () => (await import('./read-csv.ts')).CsvReader,
};
