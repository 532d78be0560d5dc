import { isObject, type JsonRecord } from '../json-value.ts';
import type { ForeignFormat } from '../source-format.ts';
import { k6Reader } from './load-tools/k6-points.ts';
import type { K6Point } from './load-tools/k6-points.ts';
import { membersOf, microsecondsOf, textOf } from './values.ts';

/** What `k6 run --out json=FILE` writes: definitions of metrics, and one point for each measurement. */
export const k6Json: ForeignFormat = {
  title: 'k6 JSON lines',
  form: 'json',
  recognizes: ({ metric, type, data }) =>
    typeof metric === 'string' && (type === 'Point' || type === 'Metric') && isObject(data),
  open: (reads) => k6Reader(reads, pointOf),
};

function pointOf({ metric, type, data }: JsonRecord): K6Point | undefined {
  if (type !== 'Point') return undefined;
  const { value, time, tags } = membersOf(data);
  return {
    metric: textOf(metric),
    value: Number(value),
    atUs: microsecondsOf(textOf(time)),
    tags: membersOf(tags),
  };
}
