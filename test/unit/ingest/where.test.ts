import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { History } from '../../../src/core/history/history.ts';
import { HEADER, kindsOf, read, rowsOf } from './read.ts';

const lines = (...values: readonly unknown[]): string =>
  values.map((value) => `${typeof value === 'string' ? value : JSON.stringify(value)}\n`).join('');
const ndjson = { name: 'a.ndjson' };
const row = { request_id: 'r', inventory_key: 'k', result: 'success' };

describe('lines that a filter sorts out', () => {
  const where = new Map([['msg', ['sold', 'sold out']]]);

  it('are skipped and counted, and are neither rejected nor columns', async () => {
    const log = lines(
      { level: 30, msg: 'listening' },
      { ...row, msg: 'sold' },
      { ...row, msg: 'sold out' },
      {},
    );
    const { reading, history, problems } = await read(log, { ...ndjson, mapping: { where } });
    assert.deepEqual(problems, []);
    assert.equal(history.size, 2);
    const by = 'where msg=sold|sold out';
    assert.deepEqual(reading, { accepted: 2, rejected: 0, blank: 0, skipped: 2, leftOut: { [by]: 2 } });
  });

  it('may be no JSON, but are not half a record', async () => {
    const log = lines(
      'Server started',
      '[1]',
      '"text"',
      { ...row, msg: 'sold' },
      '{"msg":"sold","request_id":',
    );
    const reading = await read(log, { ...ndjson, mapping: { where } });
    assert.equal(reading.reading.skipped, 3);
    assert.deepEqual(kindsOf(reading), ['bad-json']);
  });

  it('may stand before the first record, whatever the file is called', async () => {
    const log = lines('Server 1.2 started', '', 'listening: 8080', { ...row, msg: 'sold' });
    for (const chunkBytes of [1, 1000]) {
      const { format, history } = await read(log, { name: 'app.log', chunkBytes, mapping: { where } });
      assert.deepEqual([format, history.size], ['ndjson', 1]);
    }
    const quoted = `${HEADER},note\nr,k,success,"\n{\n"\n`;
    assert.equal((await read(quoted, { name: 'app.log' })).format, 'csv');
  });

  it('are told from others by every path, and by values that are no texts', async () => {
    const log = lines(
      { ...row, http: { status: 200, retried: false } },
      { ...row, http: { status: 200, retried: true } },
      { ...row, http: { status: 404, retried: false } },
    );
    const conditions = new Map([
      ['http.status', ['200', '409']],
      ['http.retried', ['false']],
    ]);
    assert.equal((await read(log, { ...ndjson, mapping: { where: conditions } })).history.size, 1);
  });

  it('are those without a member of which any value will do', async () => {
    const any = new Map([['http.status', ['*']]]);
    const log = lines(
      { ...row, http: { status: 0 } },
      { ...row, http: { status: null } },
      { ...row, http: {} },
    );
    assert.equal((await read(log, { ...ndjson, mapping: { where: any } })).history.size, 1);
    const text = `${HEADER},msg\nr1,k,success,sold\nr2,k,success,\n`;
    assert.equal((await read(text, { mapping: { where: new Map([['msg', ['*']]]) } })).history.size, 1);
  });

  it('may be rows of CSV', async () => {
    const text = `${HEADER},Msg\nr1,k,success,sold\nr2,k,success,kept\n`;
    const { history, reading } = await read(text, { mapping: { where } });
    assert.deepEqual(
      rowsOf(history).map(({ request_id: id }) => id),
      ['r1'],
    );
    assert.deepEqual(reading.leftOut, { 'where msg=sold|sold out': 1 });
  });

  it('may be all lines, which is said', async () => {
    const { problems } = await read(lines({ ...row, msg: 'kept' }), { ...ndjson, mapping: { where } });
    assert.match(problems[0]!.message, /none of its records is an attempt: all are skipped \(where msg=sold/);
  });
});

describe('a column that lies deeper', () => {
  const id = async (record: unknown, path: string) => {
    const mapping = { columns: new Map([['request_id', path]]) };
    const { history, problems } = await read(lines(record), { ...ndjson, mapping });
    return rowsOf(history)[0]?.request_id ?? problems[0]?.message;
  };
  const others = { inventory_key: 'k', result: 'success' };

  it('is found by its path, whatever dots its names have, and in arrays by its place', async () => {
    assert.equal(await id({ ...others, req: { id: 'r1' } }, 'req.id'), 'r1');
    assert.equal(await id({ ...others, a: { 'b.c': { d: 'r2' } } }, 'a.b.c.d'), 'r2');
    assert.equal(await id({ ...others, headers: { 'X-Id': ['r3'] } }, 'headers.X-Id.0'), 'r3');
    assert.equal(await id({ ...others, 'req.id': 'flat', req: { id: 'deep' } }, 'req.id'), 'flat');
    assert.equal(await id({ reqId: 'other', ...others, req: { id: 'deep' } }, 'req.id'), 'deep');
    assert.equal(await id({ reqId: 'loose', ...others }, 'req.id'), 'loose');
  });

  it('never hides the name of the format, and is nothing that the record has not itself', async () => {
    assert.equal(await id(row, 'req.id'), 'r');
    assert.match(
      String(await id({ ...others, req: {} }, 'req.constructor.name')),
      /the file has neither column/,
    );
    assert.match(String(await id({ ...others, req: { id: {} } }, 'req.id')), /neither a text nor a number/);
  });
});

describe('two columns that are mapped to one', () => {
  const mapping = {
    columns: new Map([
      ['result', 'event.kind'],
      ['units', 'event.kind'],
      ['start', 'at@ms'],
      ['end', 'at@ms'],
    ]),
    results: new Map([
      ['sold', 'success'],
      ['given back', 'success'],
    ] as const),
    units: new Map([['given back', -1]]),
  };
  const cells = (history: History) =>
    rowsOf(history).map((row) => [row.result, row.units, row.start_us, row.end_us]);
  const others = { request_id: 'r', inventory_key: 'k', at: 5 };

  it('both have its value, each in its own words', async () => {
    const log = lines(
      { ...others, event: { kind: 'given back' } },
      { ...others, event: { kind: 'given back' } },
    );
    const { history, problems } = await read(log, { ...ndjson, mapping });
    assert.deepEqual(problems, []);
    assert.deepEqual(cells(history), Array(2).fill(['success', -1, 5000, 5000]));
  });

  it('have it in CSV too, where rows may end early', async () => {
    const text = 'request_id,event.kind,inventory_key,AT\nr,given back,k,5\nr,2,k,5\n';
    const { history, problems } = await read(text, { mapping });
    assert.deepEqual(cells(history), [['success', -1, 5000, 5000]]);
    assert.match(problems[0]!.message, /'2' is none of success/);
    const missing = await read(text, {
      mapping: {
        columns: new Map([
          ['worker_id', 'pod'],
          ['client_id', 'pod'],
          ['result', 'event.kind'],
        ]),
        results: mapping.results,
      },
    });
    assert.match(missing.problems[1]!.message, /^client_id is mapped to pod; the file has neither column$/);
  });
});

describe('a result of the user’s own', () => {
  const results = new Map([
    ['201', 'success'],
    ['5xx', 'timeout'],
    ['true', 'rejected'],
  ] as const);
  const result = async (value: unknown) => {
    const { history, problems } = await read(lines({ ...row, result: value }), {
      ...ndjson,
      mapping: { results },
    });
    return rowsOf(history)[0]?.result ?? problems[0]?.message;
  };

  it('stands for one of the format’s, as a text, a number or a truth value', async () => {
    assert.equal(await result('201'), 'success');
    assert.equal(await result(201), 'success');
    assert.equal(await result(503), 'timeout');
    assert.equal(await result(true), 'rejected');
  });

  it('does not hide the format’s own, and others are no results', async () => {
    assert.equal(await result('Conflict'), 'conflict');
    assert.match(String(await result(404)), /'404' is none of success, conflict/);
    assert.match(String(await result(false)), /'false' is none of/);
  });

  it('is read in CSV too', async () => {
    const { history } = await read(`${HEADER}\nr,k,201\nr,k,502\n`, { mapping: { results } });
    assert.deepEqual(
      rowsOf(history).map(({ result: each }) => each),
      ['success', 'timeout'],
    );
  });
});
