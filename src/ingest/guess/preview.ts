import { NONE, RESULTS } from '../../core/words/codes.ts';
import type { ColumnName, History } from '../../core/history/history.ts';

/** The first rows of a history as texts, under the columns that they have. */
export interface Preview {
  readonly columns: readonly ColumnName[];
  readonly rows: readonly (readonly string[])[];
}

/** So many rows of a history, in these columns. */
export function previewOf(history: History, columns: readonly ColumnName[], most: number): Preview {
  const rows = Array.from({ length: Math.min(most, history.size) }, (_, row) =>
    columns.map((column) => cellText(history, column, row)),
  );
  return { columns, rows };
}

function cellText(history: History, column: ColumnName, row: number): string {
  switch (column) {
    case 'result':
      return RESULTS[history.result[row]!]!;
    case 'read_version':
      return history.versions.text(history.readVersion[row]!);
    case 'write_version':
      return history.versions.text(history.writeVersion[row]!);
    case 'retry_count':
      return history.retryCount[row] === NONE ? '' : numberText(history.retryCount[row]!);
    case 'start_us':
    case 'read_us':
    case 'write_us':
    case 'end_us':
      return timeText(history, history[TIME_FIELDS[column]][row]!);
    case 'latency_ms':
    case 'queue_delay_ms':
    case 'read_value':
    case 'write_value':
    case 'units':
      return numberText(history[NUMBER_FIELDS[column]][row]!);
    default:
      return history.strings.at(history[TEXT_FIELDS[column]][row]!) ?? '';
  }
}

const TIME_FIELDS = { start_us: 'startUs', read_us: 'readUs', write_us: 'writeUs', end_us: 'endUs' } as const;

const NUMBER_FIELDS = {
  latency_ms: 'latencyMs',
  queue_delay_ms: 'queueDelayMs',
  read_value: 'readValue',
  write_value: 'writeValue',
  units: 'units',
} as const;

const TEXT_FIELDS = {
  request_id: 'requestId',
  inventory_key: 'inventoryKey',
  worker_id: 'workerId',
  client_id: 'clientId',
  read_site: 'readSite',
  write_site: 'writeSite',
  confirm_site: 'confirmSite',
  phase: 'phase',
  fault: 'fault',
  deployment: 'deployment',
} as const;

function numberText(value: number): string {
  return Number.isNaN(value) ? '' : String(Number(value.toFixed(3)));
}

/** A time as a date of UTC where it can be one, else in microseconds. */
function timeText({ originUs }: History, us: number): string {
  if (Number.isNaN(us)) return '';
  const micros = Number(originUs) + us;
  const date = new Date(micros / 1000);
  return micros < 1e14 || Number.isNaN(date.getTime()) ? String(micros) : date.toISOString();
}
