import { isObject, type JsonRecord } from '../json-value.ts';
import type { ForeignFormat } from '../source-format.ts';
import { otlpAttributes } from './spans/otlp-value.ts';
import { openSpans } from './spans/open-spans.ts';
import type { Span } from './spans/span.ts';
import { integerOf, itemsOf, membersOf, textOf } from './values.ts';

/** OpenTelemetry's spans as JSON: a batch on each line, as the collector's file exporter writes them, or one in a file. */
export const otlp: ForeignFormat = {
  title: 'OTLP/JSON spans',
  form: 'json',
  recognizes: (first) => Array.isArray(first.resourceSpans) || isResourceSpans(first),
  open: openSpans(spansOf),
};

/** An element of `resourceSpans`, where the file was taken apart; earlier versions have another name for its scopes. */
function isResourceSpans({ scopeSpans, instrumentationLibrarySpans }: JsonRecord): boolean {
  return Array.isArray(scopeSpans) || Array.isArray(instrumentationLibrarySpans);
}

function spansOf(record: JsonRecord): readonly Span[] {
  const batches = isResourceSpans(record) ? [record] : itemsOf(record.resourceSpans).map(membersOf);
  return batches.flatMap((batch) => {
    const resource = otlpAttributes(membersOf(batch.resource).attributes);
    return itemsOf(batch.scopeSpans ?? batch.instrumentationLibrarySpans)
      .flatMap((scope) => itemsOf(membersOf(scope).spans))
      .filter((each) => isObject(each))
      .map((span) => spanOf(span, resource));
  });
}

function spanOf(span: JsonRecord, resource: JsonRecord): Span {
  return {
    traceId: textOf(span.traceId),
    id: textOf(span.spanId),
    parentId: textOf(span.parentSpanId),
    startNs: integerOf(span.startTimeUnixNano),
    endNs: integerOf(span.endTimeUnixNano),
    attributes: otlpAttributes(span.attributes),
    resource,
  };
}
