import assert from 'node:assert/strict';
import { it } from 'node:test';
import { foreignFormatOf } from '../../../../src/ingest/sources/foreign.ts';

const TRACE = { requestId: 'r1', sku: 'k', inventory_key: 'k', result: 'success' };

it('a log that has members of the same names is not taken for the file of another program', () => {
  for (const record of [
    { traceId: '5b8efff798038103d269b633813fc60c', id: '42', timestamp: '2026-11-30T18:00:00Z', msg: 'sold' },
    { traceId: 'abc', id: 'eee19b7ec3c1b174', kind: 'order' },
    { action: 'C', xid: 7, msg: 'committed' },
    { action: 'U', user: 'u1', table: 'seats' },
    { op: 'update', source: { file: 'a.ts' }, after: { left: 1 } },
    { data: [{ spans: 3 }], level: 30 },
    { metric: 'latency', type: 'Point', data: 3 },
    { ...TRACE, metric: 'sale', type: 'Point', data: {} },
    { ...TRACE, action: 'U', schema: 'public', table: 'seats' },
  ])
    assert.equal(foreignFormatOf(record, 'json'), undefined, JSON.stringify(record));
  const header = { timeStamp: '', elapsed: '', label: '', success: '' };
  assert.equal(foreignFormatOf({ ...TRACE, ...header }, 'csv'), undefined);
  assert.equal(foreignFormatOf(header, 'csv')?.title, 'JMeter results (JTL) as CSV');
});
