import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { kindsOf, read, rowsOf } from './read.ts';

const COLUMNS =
  'request_id,inventory_key,result,read_version,write_version,worker_id,latency_ms,start_us,units';
const cells = async (...rows: string[]) => read(`${COLUMNS}\n${rows.join('\n')}\n`);
const attempt = { request_id: 'r', inventory_key: 'k', result: 'success' };

describe('a cell that is written loosely', () => {
  it('has no white space around it, unless it is an id', async () => {
    const { history, reading, problems } = await cells(' r ,k , success ,\t1, 2 , w 1 ,  0.5, 7 ,-1 ');
    assert.deepEqual(problems, []);
    assert.deepEqual(rowsOf(history), [
      {
        request_id: ' r ',
        inventory_key: 'k ',
        result: 'success',
        read_version: '1',
        write_version: '2',
        worker_id: 'w 1',
        latency_ms: 0.5,
        start_us: 7,
        units: -1,
      },
    ]);
    assert.deepEqual(reading.loosely, { trimmed: 7 });
  });

  for (const word of ['NULL', 'null', '\\N', 'NaN', 'nan', 'None', '-'])
    it(`is empty where ${word} stands, and the same word is an id`, async () => {
      const { history, reading, problems } = await cells(
        `${word},${word},success,${word},${word}, ${word},${word},${word},${word}`,
      );
      assert.deepEqual(problems, []);
      assert.deepEqual(rowsOf(history), [{ request_id: word, inventory_key: word, result: 'success' }]);
      assert.deepEqual(reading.loosely, { trimmed: 1, 'empty-word': 6 });
    });

  it('is empty only where the word stands alone, and no result may be empty', async () => {
    const { history } = await cells('r,k,success,,,null-7,,,', 'r,k,success,,,Null,,,');
    assert.deepEqual(
      rowsOf(history).map(({ worker_id }) => worker_id),
      ['null-7', 'Null'],
    );
    assert.deepEqual(kindsOf(await cells('r,k,NULL,,,,,,', 'r,k, ,,,,,,')), [
      'missing-value',
      'missing-value',
    ]);
  });

  it('may have a result in any case', async () => {
    const { history, reading } = await cells('r,k,SUCCESS,,,,,,', 'r,k, Conflict,,,,,,');
    assert.deepEqual(
      rowsOf(history).map(({ result }) => result),
      ['success', 'conflict'],
    );
    assert.deepEqual(reading.loosely, { trimmed: 1, 'result-case': 2 });
  });

  it('may have a fraction of zeros where a whole number is wanted, and no other', async () => {
    const { history, problems } = await cells(
      'r,k,success,1.0,9007199254740993.000,,,5.0,-2.0',
      'r,k,success,1.5,1.,,,,',
    );
    assert.deepEqual(rowsOf(history)[0], {
      ...attempt,
      read_version: '1',
      write_version: '9007199254740993',
      start_us: 5,
      units: -2,
    });
    assert.deepEqual(
      problems.map(({ column, line }) => [column, line]),
      [
        ['read_version', 3],
        ['write_version', 3],
      ],
    );
  });

  it('may have a version that is no number', async () => {
    const { history, reading } = await cells('r,k,success,1-9f2c, "W/""7ab""",,,,');
    assert.deepEqual(rowsOf(history)[0]?.read_version, '1-9f2c');
    assert.equal(reading.unread, undefined);
  });
});

describe('a cell that cannot be read', () => {
  it('is absent, its row stays, and its problem has column and value', async () => {
    const { history, reading, problems } = await cells(
      'r,k,success,1e3,2,w,"12,5",yesterday,two',
      'r,k,success,3,4,w,1,2,1',
      'r,k,success,5,-1,w,1,2,1',
    );
    assert.deepEqual(rowsOf(history)[0], { ...attempt, write_version: '2', worker_id: 'w' });
    assert.deepEqual(
      { ...reading, unread: undefined },
      { accepted: 3, rejected: 0, blank: 0, unread: undefined },
    );
    assert.deepEqual(
      Array.from(reading.unread ?? [], ([column, rows]) => [column, ...rows]),
      [
        ['read_version', 0],
        ['latency_ms', 0],
        ['start_us', 0],
        ['units', 0],
        ['write_version', 2],
      ],
    );
    assert.deepEqual(
      problems.map(
        ({ line, column, message }) =>
          `${line} ${column} ${/^'.*?' is not .*(?=; the cell)/.exec(message)?.[0].slice(0, 24)}`,
      ),
      [
        "2 read_version '1e3' is not a version: ",
        "2 latency_ms '12,5' is not a plain de",
        "2 start_us 'yesterday' is not a tim",
        "2 units 'two' is not a whole num",
        "4 write_version '-1' is not a version: 1",
      ],
    );
  });

  it('costs its row where it is a result, which the message names', async () => {
    const { problems, reading } = await cells('r,k,HELD,,,,x,,');
    assert.deepEqual(
      problems.map(({ kind, column, message }) => [kind, column, message]),
      [['bad-result', 'result', "'HELD' is none of success, conflict, rejected, timeout, retry"]],
    );
    assert.deepEqual(reading, { accepted: 0, rejected: 1, blank: 0 });
  });

  it('is absent in NDJSON too, whatever value it is', async () => {
    const { history, reading } = await read(
      '{"request_id":"r","inventory_key":"k","result":"success","worker_id":true,"read_version":[1],"latency_ms":"soon"}\n',
      { name: 'a.ndjson' },
    );
    assert.deepEqual(rowsOf(history), [attempt]);
    assert.deepEqual([...(reading.unread?.keys() ?? [])], ['worker_id', 'read_version', 'latency_ms']);
  });
});

describe('a time', () => {
  const times = async (column: string, ...texts: string[]) => {
    const { history, problems } = await read(
      `request_id;inventory_key;result;${column}\n${texts.map((text) => `r;k;success;${text}\n`).join('')}`,
    );
    const us = rowsOf(history).map(({ start_us }) => start_us);
    return { us, messages: problems.map(({ message }) => message) };
  };
  const NOON = 1_714_564_800_000_000;

  it('may be a date with a time of day, to the microsecond, with or without a zone', async () => {
    const { us, messages } = await times(
      'start_us',
      '2024-05-01T12:00:00.123456Z',
      '2024-05-01t14:00:00+02:00',
      '2024-05-01 12:00:00',
      '2024-05-01 12:00:00,250',
      '2024-05-01 06:30:00.5-0530',
      '2024-05-01 14:00:00+02',
      '2024-05-01T12:00:00.000001500Z',
      '2024-02-29T00:00:00Z',
    );
    assert.deepEqual(messages, []);
    assert.deepEqual(us, [
      ...[NOON + 123_456, NOON, NOON, NOON + 250_000, NOON + 500_000, NOON, NOON + 1.5],
      Date.UTC(2024, 1, 29) * 1000,
    ]);
  });

  it('is no date that the calendar does not have', async () => {
    const { us, messages } = await times(
      'start_us',
      ...['2023-02-29T00:00:00Z', '2024-13-01T00:00:00Z', '2024-05-01T24:00:00Z', '2024-05-01', '12:00:00'],
      ...['2024-05-01T12:00', '２０２４-05-01T12:00:00Z', '2024-05-01T12:00:00 CEST'],
    );
    assert.deepEqual(us, Array(8).fill(undefined));
    assert.equal(messages.length, 8);
  });

  it('is in the unit of its column, from seconds to nanoseconds', async () => {
    assert.deepEqual((await times('start_s', '1714564800.25')).us, [NOON + 250_000]);
    assert.deepEqual((await times('start_ms', '1714564800000')).us, [NOON]);
    assert.deepEqual((await times('startMicros', String(NOON))).us, [NOON]);
    assert.deepEqual((await times('start_ns', `${NOON}000`)).us, [NOON]);
  });

  it('that cannot be in the unit of its column says so, and which unit it may be', async () => {
    const micros = await times('start_ms', String(NOON));
    assert.deepEqual(micros.us, [undefined]);
    assert.match(
      micros.messages[0]!,
      /'1714564800000000' in milliseconds is a time in the year 56,\d\d\d; it may be microseconds; the cell counts as empty/,
    );
    const nanos = await times('start_us', `${NOON}000`);
    assert.match(
      nanos.messages[0]!,
      /in microseconds is a time in the year 56,\d\d\d; it may be nanoseconds/,
    );
    assert.deepEqual((await times('start_us', '-5', '0')).us, [-5, 0]);
  });
});
