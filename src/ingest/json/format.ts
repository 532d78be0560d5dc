import type { SourceFormat } from '../source-format.ts';
import { withoutPrefix } from './line-prefix.ts';

/** One JSON object per line, or an array of them. */
export const ndjson: SourceFormat = {
  endings: ['ndjson', 'jsonl'],
  begins: (line) => /^[{[]/.test(line) || withoutPrefix(line) !== undefined,
  load: async () => (await import('./read-ndjson.ts')).NdjsonReader,
};
