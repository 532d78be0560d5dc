import type { SourceFormat } from '../source-format.ts';

/** One JSON object per line. */
export const ndjson: SourceFormat = {
  endings: ['ndjson', 'jsonl'],
  begins: (character) => character === '{' || character === '[',
  load: async () => (await import('./read-ndjson.ts')).NdjsonReader,
};
