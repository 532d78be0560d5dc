import { isObject, type JsonRecord } from '../json-value.ts';
import type { ForeignFormat } from '../source-format.ts';
import { SpanAttempts } from './spans/span-attempts.ts';
import type { Span } from './spans/span.ts';
import { integerOf, membersOf, textOf } from './values.ts';

/** Ids as Zipkin writes them; a log line may have members of these names too. */
const TRACE_ID = /^(?:[0-9a-f]{16}){1,2}$/;
const SPAN_ID = /^[0-9a-f]{16}$/;

/** Spans that are held back; with more in a file, those that follow are looked at in further portions of as many. */
const MOST_HELD = 100_000;

/** Spans in the second version of Zipkin's JSON: an array of them, arrays of them, or one on each line, in any order. */
export const zipkin: ForeignFormat = {
  title: 'Zipkin JSON',
  form: 'json',
  recognizes: ({ traceId, id, timestamp, kind, localEndpoint }) =>
    TRACE_ID.test(textOf(traceId)) &&
    SPAN_ID.test(textOf(id)) &&
    (typeof timestamp === 'number' || typeof kind === 'string' || isObject(localEndpoint)),
  open: (reads) => {
    const attempts = new SpanAttempts(reads);
    let held: Span[] = [];
    const release = () => {
      const spans = held;
      held = [];
      return attempts.rows(spans);
    };
    return {
      rows: (record) => {
        held.push(spanOf(record));
        return held.length < MOST_HELD ? undefined : release();
      },
      end: () => [...release(), ...attempts.end()],
    };
  },
};

function spanOf(span: JsonRecord): Span {
  const startUs = integerOf(span.timestamp);
  const durationUs = integerOf(span.duration);
  return {
    traceId: textOf(span.traceId),
    id: textOf(span.id),
    parentId: textOf(span.parentId),
    startNs: startUs && startUs * 1000n,
    endNs: startUs && durationUs && (startUs + durationUs) * 1000n,
    attributes: membersOf(span.tags),
    resource: membersOf(span.tags),
  };
}
