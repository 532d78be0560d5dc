import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze, explain } from '../../../../src/core/index.ts';
import type { TraceReading } from '../../../../src/ingest/read-trace.ts';
import { columnsOf, readObjects, readSample } from './sample.ts';

const WRITES = ['request_id', 'inventory_key', 'read_version', 'read_value', 'write_version', 'write_value'];

const column = (name: string, value: unknown) => ({ name, type: 'x', value });
const update = (xid: number, id: string, version: number, more: object = {}) => ({
  ...{ action: 'U', xid, schema: 'public', table: 'seats' },
  columns: [column('id', id), column('version', version), column('left', 1)],
  ...more,
});

function verdictOf({ history, reading }: TraceReading) {
  const analysis = analyze(history, undefined, reading);
  const { verdict, unknownBecause, findings } = analysis;
  return { verdict, unknownBecause, sentences: findings.map((finding) => explain(finding, analysis)) };
}

describe('changes that a store has logged', () => {
  it('are applied writes whose answer is open and whose base is not known, in wal2json', async () => {
    const reading = await readSample('wal2json.ndjson');
    assert.deepEqual(columnsOf(reading, ...WRITES), [
      { request_id: '728', inventory_key: 'seat-7', write_version: '1', write_value: 2 },
      { request_id: '728', inventory_key: 'seat-8', write_version: '1', write_value: 1 },
      { request_id: '729', inventory_key: 'seats/7', write_version: '1', write_value: 2 },
      { request_id: '730', inventory_key: 'seat-7', write_version: '2', write_value: 1 },
      // Two buyers had read the same version.
      { request_id: '731', inventory_key: 'seat-7', write_version: '2', write_value: 1 },
      // 732 wrote another column only. 733 wrote the record twice.
      { request_id: '733', inventory_key: 'seat-7', write_version: '3', write_value: 0 },
      { request_id: '733 (write 2)', inventory_key: 'seat-7', write_version: '4', write_value: 5 },
      { request_id: '734', inventory_key: 'seat-8' },
      { request_id: '735', inventory_key: 'seats/7', write_version: '2', write_value: 1 },
      // Without the record before it, it is not known whether it wrote the version once more or another column.
      { request_id: '736', inventory_key: 'seats/7', write_value: 1 },
    ]);
    const [first] = columnsOf(reading, 'result', 'write_us', 'start_us');
    assert.deepEqual(first, { result: 'timeout', write_us: 1796099222677478 });
    assert.equal(reading.problemsTotal, 0);
  });

  it('are the same without the options of wal2json, but for the time', async () => {
    const [plain, full] = [await readSample('wal2json-plain.ndjson'), await readSample('wal2json.ndjson')];
    assert.deepEqual(columnsOf(plain, ...WRITES), columnsOf(full, ...WRITES));
    assert.deepEqual(columnsOf(plain, 'write_us')[0], {});
  });

  it('are the same in events of Debezium; a snapshot and other columns write nothing', async () => {
    const reading = await readSample('debezium.ndjson');
    assert.deepEqual(columnsOf(reading, ...WRITES, 'result', 'write_us'), [
      {
        ...{ request_id: '730', inventory_key: 'seat-7', write_version: '2', write_value: 1 },
        ...{ result: 'timeout', write_us: 1796099223102822 },
      },
      {
        ...{ request_id: '731', inventory_key: 'seat-7', write_version: '2', write_value: 1 },
        ...{ result: 'timeout', write_us: 1796099223398000 },
      },
      { request_id: '733', inventory_key: 'seat-7', result: 'timeout', write_us: 1796099223600000 },
    ]);
    assert.deepEqual(reading.reading.leftOut, { 'the format Debezium change events': 3 });
  });

  it('have revisions as versions in etcd, where a deletion is one too', async () => {
    const reading = await readSample('etcd-watch.ndjson');
    const row = (revision: number, key: string, value?: number) => ({
      ...{ request_id: `revision ${revision}`, inventory_key: key, write_version: `${revision}` },
      ...(value !== undefined && { write_value: value }),
    });
    assert.deepEqual(columnsOf(reading, ...WRITES), [
      row(2, 'seats/7', 2),
      row(3, 'seats/8', 5),
      row(4, 'seats/7', 1),
      row(5, 'seats/7', 1),
      row(6, 'seats/7', 0),
      row(6, 'seats/8', 4),
      row(7, 'seats/7'),
    ]);
  });

  it('prove that a version was made twice, and never that all is well', async () => {
    const twice = [
      'v2 of seat-7 was made twice, by 730 and by 731: either two writes were based on one version, or one version was made from two',
    ];
    for (const sample of ['wal2json.ndjson', 'debezium.ndjson']) {
      const { verdict, sentences } = verdictOf(await readSample(sample));
      assert.deepEqual([verdict, sentences], ['violation', twice]);
    }
    const { verdict, unknownBecause, sentences } = verdictOf(await readSample('etcd-watch.ndjson'));
    assert.deepEqual([verdict, sentences], ['unknown', []]);
    assert.match(unknownBecause[0]!, /^the file is a store's log/);
  });

  it('have the position in the log as the version where the table has no column of versions', async () => {
    const left = (lsn: string, value: number) => ({
      ...{ action: 'U', xid: 1 + value, lsn, schema: 'public', table: 'seats' },
      columns: [column('sku', 'a'), column('left', value)],
    });
    const reading = await readObjects(left('0/1539CC8', 2), left('1/00000010', 1));
    assert.deepEqual(columnsOf(reading, 'write_version', 'write_value'), [
      { write_version: '22256840', write_value: 2 },
      { write_version: '4294967312', write_value: 1 },
    ]);
  });

  it('are of another key once the record has been created again, whose versions begin anew', async () => {
    const insert = (xid: number) => update(xid, 'a', 1, { action: 'I' });
    const reading = await readObjects(
      ...[insert(1), update(2, 'a', 2)],
      { action: 'D', xid: 3, schema: 'public', table: 'seats', identity: [column('id', 'a')] },
      ...[insert(4), update(5, 'a', 2), { action: 'T', xid: 6, schema: 'public', table: 'seats' }, insert(7)],
    );
    assert.deepEqual(columnsOf(reading, 'inventory_key', 'write_version').map(Object.values), [
      ['a', '1'],
      ['a', '2'],
      ['a'],
      ['a (2)', '1'],
      ['a (2)', '2'],
      ['a (3)', '1'],
    ]);
    assert.deepEqual([verdictOf(reading).verdict, verdictOf(reading).sentences], ['unknown', []]);
  });

  it('are told apart by transaction where the plugin names none', async () => {
    const unnamed = { ...update(0, 'a', 2), xid: undefined };
    const reading = await readObjects(
      { action: 'B' },
      unnamed,
      { action: 'C' },
      { action: 'B' },
      {
        ...unnamed,
        columns: [column('id', 'a'), column('version', 3)],
      },
    );
    assert.deepEqual(columnsOf(reading, 'request_id', 'write_version'), [
      { request_id: 'transaction 1', write_version: '2' },
      { request_id: 'transaction 2', write_version: '3' },
    ]);
  });
});
