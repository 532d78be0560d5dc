import { clipped } from '../../core/words/printable.ts';
import type { Result } from '../../core/words/codes.ts';
import type { JsonRecord } from '../json-value.ts';
import type { ForeignFormat } from '../source-format.ts';
import { layered } from './layers.ts';
import { MarkedRequests } from './load-tools/marked-requests.ts';
import { resultOfStatus } from './load-tools/result-of-status.ts';
import { usualColumns } from './load-tools/usual-names.ts';
import { microsecondsOf, textOf } from './values.ts';

/** JMeter's results as CSV: a line for each sample, with the variables that `sample_variables` names at its end. */
export const jmeter: ForeignFormat = {
  title: 'JMeter results (JTL) as CSV',
  form: 'csv',
  recognizes: (header) =>
    ['timeStamp', 'elapsed', 'label', 'success'].every((name) => header[name] !== undefined),
  open: (reads) => {
    const marked = new MarkedRequests(reads);
    const labels = new Set<string>();
    return {
      rows: (record) => {
        const rows = marked.rows(rowOf(record));
        if (rows.length > 0 && labels.size < MOST_LABELS) labels.add(textOf(record.label));
        return rows;
      },
      end: () => marked.end(),
      wantsFilter: () => (labels.size > 1 ? severalLabels([...labels]) : undefined),
    };
  },
};

/** Labels that a message lists. */
const MOST_LABELS = 8;

/** Variables belong to a thread, so that a login has the key of the purchase after it. */
function severalLabels(labels: readonly string[]): string {
  const names = labels.map((label) => clipped(label, 40)).join(', ');
  return `samples of several labels have a key (${names}): if not all of them are attempts, --where label=${clipped(labels.at(-1)!, 40)} reads one`;
}

function rowOf(sample: JsonRecord): JsonRecord {
  const elapsedMs = Number(sample.elapsed);
  const startMs = milliseconds(textOf(sample.timeStamp));
  return layered(usualColumns(sample), sample, {
    result: resultOf(sample),
    client_id: [textOf(sample.Hostname), textOf(sample.threadName)].filter(Boolean).join(' '),
    latency_ms: elapsedMs,
    ...(startMs !== undefined && { start_ms: startMs, end_ms: startMs + elapsedMs }),
  });
}

/** A time as JMeter writes it by default, or in a pattern of its own. */
function milliseconds(text: string): number | undefined {
  if (/^\d{13}$/.test(text)) return Number(text);
  const us = microsecondsOf(text.replaceAll('/', '-'));
  return us && us / 1000;
}

/** An assertion that fails, or an error that is none of HTTP, such as a time-out of the socket, leaves the outcome open. */
function resultOf({ success, responseCode }: JsonRecord): Result {
  const code = textOf(responseCode);
  if (!/^\d{3}$/.test(code))
    return success === 'true' && !code.startsWith('Non HTTP') ? 'success' : 'timeout';
  const result = resultOfStatus(code);
  return result === 'success' && success === 'false' ? 'timeout' : result;
}
