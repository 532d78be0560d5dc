import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { kindsOf, read, recordsOf, rowsOf } from './read.ts';

const ndjson = (content: string, options = {}) => read(content, { name: 'a.trace.ndjson', ...options });
const ROW = '"request_id":"r1","inventory_key":"k","result":"success"';
const row = { request_id: 'r1', inventory_key: 'k', result: 'success' };

describe('an NDJSON trace', () => {
  it('is one object per line, with keys named as in a CSV header', async () => {
    const { history, format, problems } = await ndjson(
      '{"requestId":"r1","Inventory Key":"k","result":"success","latency_us":1500,"queueDelayNs":2000000,"read_version":null}\n',
    );
    assert.deepEqual(problems, []);
    assert.equal(format, 'ndjson');
    assert.deepEqual(rowsOf(history), [{ ...row, latency_ms: 1.5, queue_delay_ms: 2 }]);
    assert.ok(history.columns.has('read_version'));
  });

  it('may show a column for the first time in any row', async () => {
    const { history } = await ndjson(
      `{${ROW}}\n{${ROW},"worker_id":"w1","zone":"eu"}\n{"zone":"us",${ROW}}\n`,
    );
    assert.deepEqual(rowsOf(history), [
      row,
      { ...row, worker_id: 'w1', 'extra zone': 'eu' },
      { ...row, 'extra zone': 'us' },
    ]);
  });

  it('may say texts as numbers and numbers as texts', async () => {
    const { history } = await ndjson(
      '{"request_id":17,"inventory_key":1.5,"result":"success","read_version":"3","latency_ms":"0.5"}\n',
    );
    assert.deepEqual(rowsOf(history), [
      { request_id: '17', inventory_key: '1.5', result: 'success', read_version: '3', latency_ms: 0.5 },
    ]);
  });

  it('keeps integers above 2^53 exact, as numbers and as texts', async () => {
    const { history } = await ndjson(
      `{${ROW},"read_version":9223372036854775807,"write_version":9007199254740993,"trace":12345678901234567890}\n`,
    );
    assert.deepEqual(rowsOf(history), [
      {
        ...row,
        read_version: '9223372036854775807',
        write_version: '9007199254740993',
        'extra trace': '12345678901234567890',
      },
    ]);
  });

  it('reads 1.0 as the version 1', async () => {
    const { history } = await ndjson(`{${ROW},"read_version":1.0,"write_version": 2.00}\n`);
    assert.deepEqual(rowsOf(history), [{ ...row, read_version: '1', write_version: '2' }]);
  });

  for (const number of ['1e3', '1E3', '-1', '-0', '1.5', '9223372036854775808', '10000000000000000000000'])
    it(`refuses ${number} as a version`, async () => {
      const reading = await ndjson(
        `{${ROW},"read_version":${number}}\n{${ROW},"read_version": ${number} }\n`,
      );
      assert.deepEqual(
        reading.problems.map(({ kind, column }) => [kind, column]),
        [
          ['bad-number', 'read_version'],
          ['bad-number', 'read_version'],
        ],
      );
    });

  it('refuses a row that has a key twice, whatever stands between', async () => {
    const reading = await ndjson(
      [
        `{${ROW},"inventory_key":"other"}`,
        `{${ROW}, "request_id" : "r2"}`,
        `{${ROW},"request\\u005fid":"r2"}`,
        `{${ROW},"requestId":"r2"}`,
        `{${ROW},"x":{"request_id":"r2"},"y":"\\"request_id\\":","z":["a:","b"]}`,
        '',
      ].join('\n'),
    );
    assert.deepEqual(
      reading.problems.map(({ kind, column, line }) => [kind, column, line]),
      [
        ['duplicate-column', 'inventory_key', 1],
        ['duplicate-column', 'request_id', 2],
        ['duplicate-column', 'request_id', 3],
        ['duplicate-column', 'requestId', 4],
      ],
    );
    assert.equal(reading.reading.accepted, 1);
  });

  it('refuses what is not JSON, not an object, or not a cell', async () => {
    const reading = await ndjson(
      [
        '{',
        '[1]',
        '[',
        '"a"',
        'null',
        `{${ROW},"worker_id":true}`,
        `{${ROW},"phase":{}}`,
        `{${ROW},"read_version":[]}`,
        '',
      ].join('\n'),
    );
    assert.deepEqual(kindsOf(reading), [
      'bad-json',
      'bad-json',
      'bad-json',
      'bad-json',
      'bad-json',
      'bad-value',
      'bad-value',
      'bad-value',
    ]);
    assert.match(reading.problems[2]!.message, /array/);
    assert.deepEqual(reading.reading.rejected, 5);
  });

  it('keeps values of unknown columns as JSON, and refuses one that is nested too deep to write', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const reading = await ndjson(`{${ROW},"x":{"a":[1,true]},"y":false}\n{${ROW},"x":${deep}}\n{${ROW}}\n`);
    assert.deepEqual(rowsOf(reading.history), [
      { ...row, 'extra x': '{"a":[1,true]}', 'extra y': 'false' },
      row,
    ]);
    assert.equal(reading.reading.rejected, 1);
  });

  it('holds keys such as __proto__ as the data that they are', async () => {
    const { history } = await ndjson(
      `{${ROW},"__proto__":"p","constructor":"c","toString":"t","hasOwnProperty":"h"}\n`,
    );
    assert.deepEqual(rowsOf(history), [
      {
        ...row,
        'extra __proto__': 'p',
        'extra constructor': 'c',
        'extra toString': 't',
        'extra hasOwnProperty': 'h',
      },
    ]);
    assert.equal(Object.keys(Object.prototype).length, 0);
  });

  it('without a required column is one problem that names what it has', async () => {
    const reading = await ndjson('{"request_id":"r1","sku":"k","result":"success"}\n'.repeat(3));
    assert.deepEqual(kindsOf(reading), ['missing-column']);
    assert.match(reading.problems[0]!.message, /inventory_key.*request_id, sku, result/);
    assert.deepEqual(reading.reading, { accepted: 0, rejected: 3, blank: 0 });
  });

  it('refuses single rows without a required column', async () => {
    const reading = await ndjson(`{${ROW}}\n{"request_id":"r2","result":"success"}\n{"request_id":""}\n`);
    assert.deepEqual(
      reading.problems.map(({ kind, column }) => [kind, column]),
      [
        ['missing-value', 'inventory_key'],
        ['missing-value', 'request_id'],
      ],
    );
  });

  it('blames the cell of a first row, and not the columns that come after it', async () => {
    const first = '{"request_id":null,"inventory_key":"k","result":"success"}';
    const reading = await ndjson(`${first}\n{${ROW}}\n`);
    assert.deepEqual(
      reading.problems.map(({ kind, column }) => [kind, column]),
      [['missing-value', 'request_id']],
    );
    assert.deepEqual(rowsOf(reading.history), [row]);
  });

  it('refuses rows beyond 256 different columns, and keeps those within', async () => {
    const lines = Array.from({ length: 300 }, (_, i) => `{${ROW},"x${i}":1}\n`).join('');
    const reading = await ndjson(lines);
    assert.deepEqual(reading.reading, { accepted: 253, rejected: 47, blank: 0 });
    assert.equal(reading.history.extra.length, 253);
    assert.ok(kindsOf(reading).every((kind) => kind === 'too-many-columns'));
  });

  it('reads columns under the user’s own names', async () => {
    const columns = new Map([
      ['inventory_key', 'sku'],
      ['phase', 'nowhere'],
    ]);
    const reading = await ndjson('{"request_id":"r1","sku":"k","result":"success","inventory_key":"x"}\n', {
      mapping: { columns },
    });
    assert.deepEqual(rowsOf(reading.history), [{ ...row, 'extra inventory_key': 'x' }]);
    assert.deepEqual(kindsOf(reading), ['missing-column']);
  });

  it('reads a row by a column’s own name where the row has no other, and doubts a file that has both kinds', async () => {
    const columns = new Map([['inventory_key', 'sku']]);
    const native = `{${ROW}}`;
    const mapped = '{"inventory_key":"x","request_id":"r1","result":"success","sku":"k"}';
    const plain = await ndjson(`${native}\n${native}\n`, { mapping: { columns } });
    assert.deepEqual(rowsOf(plain.history), [row, row]);
    assert.deepEqual([plain.problemsTotal, plain.reading.columnsTwice], [0, undefined]);
    const both = await ndjson(`${mapped}\n${mapped}\n`, { mapping: { columns } });
    assert.deepEqual(rowsOf(both.history), Array(2).fill({ ...row, 'extra inventory_key': 'x' }));
    assert.deepEqual([both.problemsTotal, both.reading.columnsTwice], [0, undefined]);
    for (const lines of [
      [native, mapped],
      [mapped, native],
    ]) {
      const mixed = await ndjson(lines.join('\n') + '\n', { mapping: { columns } });
      assert.deepEqual(
        rowsOf(mixed.history).map(({ inventory_key }) => inventory_key),
        ['k', 'k'],
      );
      assert.deepEqual(mixed.reading.columnsTwice, ['inventory_key']);
    }
  });

  it('counts lines of white space as blank', async () => {
    const reading = await ndjson(`\n  \r\n{${ROW}}\r\n\n`);
    assert.deepEqual(reading.reading, { accepted: 1, rejected: 0, blank: 3 });
    assert.equal(recordsOf(reading), 4);
  });
});
