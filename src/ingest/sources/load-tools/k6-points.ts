import type { JsonRecord } from '../../json-value.ts';
import type { AttemptSource, ReadsName } from '../../source-format.ts';
import { layered } from '../layers.ts';
import { textOf } from '../values.ts';
import { MarkedRequests } from './marked-requests.ts';
import { resultOfStatus } from './result-of-status.ts';
import { usualColumns } from './usual-names.ts';

/** One measurement of k6. */
export interface K6Point {
  readonly metric: string;
  readonly value: number;
  /** When it was taken, in microseconds since 1970; undefined if only the second is known. */
  readonly atUs: number | undefined;
  readonly tags: JsonRecord;
}

/**
 * The metrics that tell of one request each: k6's own, whose tags are given before the answer is known, and the one that
 * a script may add after it.
 */
const ATTEMPTS: ReadonlySet<string> = new Set(['http_req_duration', 'race_attempt']);

/** Reads k6's measurements: a point of a request's duration is an attempt that ended when the point was taken. */
export function k6Reader(
  reads: ReadsName,
  pointOf: (record: JsonRecord) => K6Point | undefined,
): AttemptSource {
  const marked = new MarkedRequests(reads);
  let dropped = 0;
  return {
    rows: (record) => {
      const point = pointOf(record);
      if (point?.metric === 'dropped_iterations') dropped += point.value;
      return point !== undefined && ATTEMPTS.has(point.metric) ? marked.rows(rowOf(point)) : [];
    },
    end: () => marked.end(),
    invalidBecause: () =>
      dropped > 0
        ? `k6 dropped ${dropped} ${dropped === 1 ? 'iteration' : 'iterations'}: a part of what was to be offered was never sent`
        : undefined,
  };
}

function rowOf({ value, atUs, tags }: K6Point): JsonRecord {
  const durationUs = Math.round(value * 1000);
  return layered(usualColumns(tags), tags, {
    result: resultOfStatus(textOf(tags.status)),
    latency_ms: value,
    ...(atUs !== undefined && { start_us: Math.round(atUs) - durationUs, end_us: Math.round(atUs) }),
  });
}
