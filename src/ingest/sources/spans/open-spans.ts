import type { JsonRecord } from '../../json-value.ts';
import type { ForeignFormat } from '../../source-format.ts';
import { SpanAttempts } from './span-attempts.ts';
import type { Span } from './span.ts';

/** Opens a file each of whose records has whole spans, which `spansOf` finds there. */
export function openSpans(spansOf: (record: JsonRecord) => readonly Span[]): ForeignFormat['open'] {
  return (reads) => {
    const attempts = new SpanAttempts(reads);
    return { rows: (record) => attempts.rows(spansOf(record)), end: () => attempts.end() };
  };
}
