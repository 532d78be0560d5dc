import { closeSync, openSync, writeSync } from 'node:fs';

/** The form of a generated trace. */
export type Form = 'csv' | 'ndjson';

/** What a generated trace is like; the same for the same options. */
export interface Generated {
  readonly rows: number;
  /** Keys that the attempts are spread over; a few of them have most. */
  readonly keys: number;
  readonly seed: number;
}

const COLUMNS = [
  'request_id',
  'inventory_key',
  'worker_id',
  'read_version',
  'write_version',
  'result',
  'latency_ms',
  'queue_delay_ms',
  'retry_count',
  'start_us',
  'write_us',
  'end_us',
] as const;
const IS_TEXT = COLUMNS.map((name) => ['request_id', 'inventory_key', 'worker_id', 'result'].includes(name));
const WRITE_AT = 1 << 20;
const WORKERS = 32;
const FIRST_US = 1_893_456_000_000_000;

/**
 * Writes a trace of a conditional service at 900 attempts a second: 3 % of the attempts are refused and tried again, every
 * 2000th write is stale and every 3000th request is confirmed twice, as the row before it says again.
 */
export function generate(path: string, form: Form, { rows, keys, seed }: Generated): void {
  const file = openSync(path, 'w');
  const random = numbers(seed);
  const line = form === 'csv' ? csvLine : jsonLine;
  const versions = new Uint32Array(keys).fill(1);
  const endedUs = new Float64Array(keys);
  let text = form === 'csv' ? `${COLUMNS.join(',')}\n` : '';
  let dueUs = FIRST_US;
  let retryOf: { readonly request: string; readonly key: number } | undefined;
  for (let row = 0; row < rows; row++) {
    dueUs += Math.ceil(-Math.log(1 - random()) * 1111);
    const request = retryOf?.request ?? `r${row}`;
    const key = retryOf?.key ?? Math.floor(keys * random() ** 3);
    const isRefused = retryOf === undefined && random() < 0.03;
    const queueUs = Math.floor(random() * 4000);
    // Attempts on one key follow each other, so that nothing but what is meant to be wrong is wrong.
    const startUs = Math.max(dueUs, endedUs[key]! + 1);
    const writeUs = startUs + queueUs + 500 + Math.floor(random() * 9000);
    const endUs = writeUs + 200 + Math.floor(random() * 3000);
    const current = versions[key]!;
    const isStale = !isRefused && current > 2 && random() < 1 / 2000;
    const written = isRefused ? '' : String((versions[key] = current + 1));
    text += line([
      request,
      `seat-${key}`,
      `w${1 + Math.floor(random() * WORKERS)}`,
      String(isStale ? current - 1 : current),
      written,
      isRefused ? 'conflict' : 'success',
      String((endUs - startUs) / 1000),
      String(queueUs / 1000),
      retryOf === undefined ? '0' : '1',
      String(startUs),
      isRefused ? '' : String(writeUs),
      String(endUs),
    ]);
    endedUs[key] = endUs;
    const isTwice = !isRefused && retryOf === undefined && random() < 1 / 3000;
    retryOf = isRefused || isTwice ? { request, key } : undefined;
    if (text.length < WRITE_AT) continue;
    writeSync(file, text);
    text = '';
  }
  writeSync(file, text);
  closeSync(file);
}

function csvLine(cells: readonly string[]): string {
  return `${cells.join(',')}\n`;
}

function jsonLine(cells: readonly string[]): string {
  const members = cells.map(
    (cell, index) => `"${COLUMNS[index]}":${IS_TEXT[index] ? `"${cell}"` : cell || 'null'}`,
  );
  return `{${members.join(',')}}\n`;
}

/** Numbers from 0 to below 1 by a linear congruence: good enough for a load, and the same everywhere. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}
