import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mappingOf } from '../../../src/ingest/column-names.ts';
import { HEADER, read, rowsOf } from './read.ts';

describe('a column that is mapped', () => {
  const start = async (ours: string, theirs: string, name: string, cell: string) => {
    const { history, problems } = await read(`${HEADER},${name}\nr,k,success,${cell}\n`, {
      mapping: { columns: new Map([[ours, theirs]]) },
    });
    assert.deepEqual(problems, []);
    return rowsOf(history)[0]?.start_us;
  };

  it('has the unit after the @, else that of its own name, else that of ours', async () => {
    assert.equal(await start('start', 'ts@ms', 'ts', '1700000000000'), 1_700_000_000_000_000);
    assert.equal(await start('start_us', '@timestamp@s', '@timestamp', '1700000000'), 1_700_000_000_000_000);
    assert.equal(await start('start', 'begun_ns', 'begun_ns', '1700000000000000000'), 1_700_000_000_000_000);
    assert.equal(await start('start_us', 'begun_ms', 'begun_ms', '5'), 5000);
    assert.equal(await start('start_ms', 'timeStamp', 'timeStamp', '5'), 5000);
    assert.equal(await start('start_us', 'ts', 'ts', '5'), 5);
    assert.equal(await start('start_us', '@timestamp', '@timestamp', '1970-01-01T00:00:01Z'), 1_000_000);
  });

  const faultOf = (ours: string, theirs: string) => {
    const mapping = mappingOf(ours, theirs);
    assert.ok(typeof mapping === 'string');
    return mapping;
  };

  it('needs a unit if it is a time or a duration', () => {
    assert.equal(mappingOf('start', 'ts'), 'start needs a unit: start_ms=ts, or start=ts@ms');
    assert.match(faultOf('latency', 'elapsed'), /latency needs a unit/);
    assert.match(faultOf('start_ms', 'ts_us'), /end in different units/);
  });

  it('may be written as loosely as in a file, and must be one of the format', () => {
    assert.deepEqual(mappingOf('requestId', 'order'), { column: 'request_id', theirs: 'order', shift: 0 });
    assert.deepEqual(mappingOf('worker_id', 'pod@ms'), { column: 'worker_id', theirs: 'pod@ms', shift: 0 });
    assert.match(faultOf('toString', 'x'), /^The format has no column toString; it has request_id/);
  });
});
