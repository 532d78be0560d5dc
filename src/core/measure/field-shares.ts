import type { ColumnName, History } from '../history/history.ts';
import { NONE, RESULT } from '../words/codes.ts';

/** How many rows carry a field, of those that have something to say of it. */
export interface FieldShare {
  readonly field: ColumnName;
  readonly rows: number;
  readonly carried: number;
}

type Columns = readonly [
  field: ColumnName,
  isThere: (history: History, row: number) => boolean,
  isDue: (history: History, row: number) => boolean,
];

const always = (): boolean => true;
/** Who was told `success`, `conflict` or `retry` was told so by a worker that had read; of the others a row may not know. */
const served = ({ result }: History, row: number): boolean =>
  result[row] !== RESULT.rejected && result[row] !== RESULT.timeout;

/** Without these a trace of production could not be checked as this one was. */
const TELEMETRY: readonly Columns[] = [
  ['request_id', ({ requestId }, row) => requestId[row] !== NONE, always],
  ['inventory_key', ({ inventoryKey }, row) => inventoryKey[row] !== NONE, always],
  ['worker_id', ({ workerId }, row) => workerId[row] !== NONE, served],
  ['read_version', ({ readVersion }, row) => readVersion[row] !== NONE, served],
  [
    'write_version',
    ({ writeVersion }, row) => writeVersion[row] !== NONE,
    ({ result }, row) => result[row] === RESULT.success,
  ],
  ['latency_ms', ({ latencyMs }, row) => !Number.isNaN(latencyMs[row]!), always],
  ['queue_delay_ms', ({ queueDelayMs }, row) => !Number.isNaN(queueDelayMs[row]!), served],
  ['retry_count', ({ retryCount }, row) => retryCount[row] !== NONE, always],
];

/** What share of the rows carries each field of the telemetry, in the order in which a person reads them. */
export function fieldShares(history: History): readonly FieldShare[] {
  return TELEMETRY.map(([field, isThere, isDue]) => {
    let [rows, carried] = [0, 0];
    for (let row = 0; row < history.size; row++) {
      if (!isDue(history, row)) continue;
      rows++;
      carried += Number(isThere(history, row));
    }
    return { field, rows, carried };
  });
}
