import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonRecord } from '../../../src/ingest/json-value.ts';
import type { SourceMapping } from '../../../src/ingest/mapping/source-mapping.ts';
import { historyOf } from '../../../src/ingest/read-trace.ts';
import { placeAfter, RecordRows } from '../../../src/ingest/record-rows.ts';
import { RecordSink } from '../../../src/ingest/record-sink.ts';
import type { ForeignFormat } from '../../../src/ingest/source-format.ts';
import { rowsOf } from './read.ts';

/** Batches of orders; the order that was opened last is told at the end. */
const ORDERS: ForeignFormat = {
  title: 'batches of orders',
  form: 'json',
  recognizes: (first) => 'orders' in first,
  open() {
    let open: readonly JsonRecord[] = [];
    return {
      rows(record, line) {
        if (record.open !== undefined) open = [{ ...(record.open as JsonRecord), worker_id: `line ${line}` }];
        return (record.orders ?? []) as readonly JsonRecord[];
      },
      end: () => open,
      invalidBecause: () => 'Two orders were dropped.',
    };
  },
  mapping: { columns: new Map([['inventory_key', 'sku']]), results: new Map([['sold', 'success']]) },
};

function read(mapping: SourceMapping, ...records: readonly JsonRecord[]) {
  const sink = new RecordSink();
  sink.startFile(undefined, false);
  const rows = new RecordRows(sink, mapping, ORDERS);
  for (const [index, record] of records.entries()) rows.take(record, placeAfter(index + 1));
  rows.end(placeAfter(records.length));
  const { history, reading, problems } = historyOf(sink, undefined);
  return { rows: rowsOf(history), reading, problems };
}

describe('the records of another program’s format', () => {
  const order = { request_id: 'r', sku: 'k', result: 'sold' };

  it('tell of any number of attempts, some only at the end; what tells of none is skipped', () => {
    const late = { request_id: 'late', sku: 'k', result: 'timeout' };
    const { rows, reading, problems } = read({}, { orders: [order, order] }, { open: late }, { note: 1 });
    assert.deepEqual(problems, []);
    assert.deepEqual(
      rows.map((row) => [row.request_id, row.inventory_key, row.result, row.worker_id]),
      [
        ['r', 'k', 'success', undefined],
        ['r', 'k', 'success', undefined],
        ['late', 'k', 'timeout', 'line 2'],
      ],
    );
    assert.deepEqual(reading.leftOut, { 'the format batches of orders': 2 });
    assert.deepEqual(reading.invalidBecause, ['Two orders were dropped.']);
  });

  it('are mapped by the user first, and filtered as they then are', () => {
    const mapping = {
      columns: new Map([['inventory_key', 'shelf']]),
      where: new Map([['shelf', ['a']]]),
    };
    const orders = [
      { ...order, shelf: 'a' },
      { ...order, shelf: 'b' },
    ];
    const { rows, reading } = read(mapping, { orders });
    assert.deepEqual(rows, [{ request_id: 'r', inventory_key: 'a', result: 'success', 'extra sku': 'k' }]);
    assert.deepEqual(reading.leftOut, { 'where shelf=a': 1 });
  });
});
