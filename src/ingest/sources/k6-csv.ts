import type { JsonRecord } from '../json-value.ts';
import type { ForeignFormat } from '../source-format.ts';
import { k6Reader } from './load-tools/k6-points.ts';
import type { K6Point } from './load-tools/k6-points.ts';
import { microsecondsOf, textOf } from './values.ts';

/** What `k6 run --out csv=FILE` writes: a line for each measurement, with the script's own tags in one cell. */
export const k6Csv: ForeignFormat = {
  title: 'k6 CSV',
  form: 'csv',
  recognizes: (header) =>
    ['metric_name', 'timestamp', 'metric_value', 'extra_tags'].every((name) => header[name] !== undefined),
  open: (reads) => k6Reader(reads, pointOf),
};

function pointOf(record: JsonRecord): K6Point {
  const { metric_name, timestamp, metric_value, extra_tags, metadata, ...tags } = record;
  return {
    metric: textOf(metric_name),
    value: Number(metric_value),
    atUs: microseconds(textOf(timestamp)),
    tags: { ...tags, ...pairsOf(metadata), ...pairsOf(extra_tags) },
  };
}

/** `sku=seat-7&request_id=r1`, whose names and values k6 does not escape. */
function pairsOf(cell: JsonRecord[string] | undefined): JsonRecord {
  const pairs = textOf(cell)
    .split('&')
    .filter((pair) => pair.includes('='));
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}

/**
 * A time in whichever unit `K6_CSV_TIME_FORMAT` has chosen. Whole seconds, which are the default, say nothing of which of two
 * requests was first, and are left out.
 */
function microseconds(text: string): number | undefined {
  if (/^\d{13}$/.test(text)) return Number(text) * 1000;
  if (/^\d{16}$/.test(text)) return Number(text);
  if (/^\d{19}$/.test(text)) return Number(BigInt(text) / 1000n);
  return text.includes('.') ? microsecondsOf(text) : undefined;
}
