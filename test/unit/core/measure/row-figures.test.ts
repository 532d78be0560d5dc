import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rowFigures } from '../../../../src/core/measure/row-figures.ts';
import { read } from '../../ingest/read.ts';

const COLUMNS = [
  ...['request_id', 'inventory_key', 'worker_id', 'result', 'retry_count', 'read_value', 'write_version'],
  ...['latency_ms', 'queue_delay_ms', 'start_us', 'end_us', 'fault'],
] as const;
type Cells = Partial<Record<(typeof COLUMNS)[number], string | number>>;

/** An attempt of 4 ms at its worker. */
const ATTEMPT = {
  ...{ inventory_key: 'seat-7', worker_id: 'w1', result: 'success', retry_count: 0, read_value: 9 },
  ...{ latency_ms: 4, queue_delay_ms: 1, start_us: 0, end_us: 4000 },
};

async function figures(rows: readonly Cells[], columns: readonly (typeof COLUMNS)[number][] = COLUMNS) {
  const lines = rows.map((row) => {
    const cells: Cells = { ...ATTEMPT, ...row };
    return columns.map((column) => cells[column] ?? '').join(',');
  });
  return rowFigures((await read(`${[columns.join(','), ...lines].join('\n')}\n`)).history);
}

describe('what rows say of requests', () => {
  it('has a request answered that ends in an outcome, and not where only a retry is known', async () => {
    const { requests, answered, deliveries } = await figures([
      { request_id: 'r1' },
      { request_id: 'r2', result: 'retry' },
      { request_id: 'r3', result: 'timeout' },
      { request_id: 'r4', result: 'retry' },
      { request_id: 'r4', retry_count: 1 },
    ]);
    assert.deepEqual([requests, answered, deliveries], [4, 2, 3]);
  });

  it('has a first write for each request that wrote at once, once, the one that ended first', async () => {
    const { firstWrites, firstRefused } = await figures([
      // Its second attempt was refused: that is no first write.
      { request_id: 'r1' },
      { request_id: 'r1', retry_count: 1, result: 'conflict' },
      // Delivered twice: the refusal ended first.
      { request_id: 'r2', end_us: 9000, latency_ms: 9 },
      { request_id: 'r2', result: 'conflict' },
      // A repeated confirmation reads no value, and writes nothing.
      { request_id: 'r3', read_value: '' },
      // Only from its second attempt on.
      { request_id: 'r4', retry_count: 1, result: 'conflict' },
    ]);
    assert.deepEqual([firstWrites, firstRefused], [2, 1]);
  });

  it('has a confirmation that is repeated once, and one by another write again', async () => {
    const { confirmed } = await figures([
      { request_id: 'r1', write_version: 2 },
      { request_id: 'r1', write_version: 2 },
      { request_id: 'r2', write_version: 3 },
      { request_id: 'r2', write_version: 4 },
    ]);
    assert.equal(confirmed, 3);
  });

  it('has what was not admitted only where rows name workers', async () => {
    const away = [{ request_id: 'r1', result: 'rejected', worker_id: '' }];
    assert.equal((await figures(away)).notAdmitted, 1);
    const without = COLUMNS.filter((column) => column !== 'worker_id');
    assert.ok(Number.isNaN((await figures(away, without)).notAdmitted));
  });

  it('has by fault how many attempts were under it, and how many timed out', async () => {
    const { byFault } = await figures([
      { request_id: 'r1', fault: 'lost-answer', result: 'timeout' },
      { request_id: 'r2', fault: 'lost-answer' },
      { request_id: 'r3' },
    ]);
    assert.deepEqual([...byFault], [['lost-answer', { attempts: 2, timeouts: 1 }]]);
  });

  it('has what a client cannot have heard, of the requests with an attempt of unknown outcome', async () => {
    const { unanswered } = await figures([
      { request_id: 'r1' },
      { request_id: 'r2', result: 'retry' },
      { request_id: 'r2', retry_count: 1, result: 'timeout' },
      { request_id: 'r3', result: 'timeout', queue_delay_ms: '' },
    ]);
    assert.deepEqual(unanswered, { requests: 2, waits: 2, firstWrites: 1, firstRefused: 1 });
  });

  it('has a latency that is not the end less the start, beyond what rounding makes', async () => {
    const { crooked } = await figures([
      { request_id: 'r1', latency_ms: 5 },
      { request_id: 'r2', latency_ms: 5.1 },
      { request_id: 'r3', latency_ms: 2 },
    ]);
    assert.deepEqual(crooked, { rows: 2, line: 3 });
  });
});
