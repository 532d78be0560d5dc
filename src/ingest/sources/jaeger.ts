import { isObject, type Json, type JsonRecord } from '../json-value.ts';
import type { ForeignFormat } from '../source-format.ts';
import { openSpans } from './spans/open-spans.ts';
import type { Span } from './spans/span.ts';
import { integerOf, itemsOf, membersOf, textOf } from './values.ts';

/** Traces as Jaeger's query service answers and its page saves them. */
export const jaeger: ForeignFormat = {
  title: 'Jaeger JSON',
  form: 'json',
  recognizes: (first) => isTrace(first) || itemsOf(first.data).map(membersOf).some(isTrace),
  open: openSpans(spansOf),
};

function isTrace({ traceID, spans }: JsonRecord): boolean {
  return typeof traceID === 'string' && Array.isArray(spans);
}

function spansOf(record: JsonRecord): readonly Span[] {
  const traces = isTrace(record) ? [record] : itemsOf(record.data).map(membersOf);
  return traces.flatMap((trace) => {
    const processes = membersOf(trace.processes);
    return itemsOf(trace.spans)
      .filter((each) => isObject(each))
      .map((span) => spanOf(span, membersOf(processes[textOf(span.processID)])));
  });
}

function spanOf(span: JsonRecord, process: JsonRecord): Span {
  const startUs = integerOf(span.startTime);
  const durationUs = integerOf(span.duration);
  return {
    traceId: textOf(span.traceID),
    id: textOf(span.spanID),
    parentId: parentOf(span),
    startNs: startUs && startUs * 1000n,
    endNs: startUs && durationUs && (startUs + durationUs) * 1000n,
    attributes: tagsOf(span.tags),
    resource: { 'service.name': textOf(process.serviceName), ...tagsOf(process.tags) },
  };
}

/** The span that this one is a child of, or, in files of earlier versions, its parent. */
function parentOf(span: JsonRecord): string {
  const above = itemsOf(span.references)
    .map(membersOf)
    .find(({ refType }) => refType === 'CHILD_OF');
  return textOf(above?.spanID ?? span.parentSpanID);
}

function tagsOf(tags: Json | undefined): JsonRecord {
  const entries = itemsOf(tags)
    .map(membersOf)
    .map(({ key, value = null }): [string, Json] => [textOf(key), value]);
  return Object.fromEntries(entries);
}
