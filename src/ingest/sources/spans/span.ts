import type { JsonRecord } from '../../json-value.ts';

/** One span of a distributed trace, whatever format it was in. */
export interface Span {
  readonly traceId: string;
  readonly id: string;
  /** '' for the root of a trace. */
  readonly parentId: string;
  readonly startNs: bigint | undefined;
  readonly endNs: bigint | undefined;
  readonly attributes: JsonRecord;
  /** What is said of the process that made the span. */
  readonly resource: JsonRecord;
}

/** The id of a span among the spans of all traces. */
export function spanKey({ traceId }: Span, id: string): string {
  return `${traceId}/${id}`;
}
