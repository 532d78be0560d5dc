import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HEADER, kindsOf, read, recordsOf, rowsOf } from './read.ts';

const row = (request_id: string, inventory_key = 'k', result = 'success') => ({
  request_id,
  inventory_key,
  result,
});

describe('a CSV trace', () => {
  it('needs only request_id, inventory_key and result', async () => {
    const { history, reading, problemsTotal } = await read(`${HEADER}\nr1,seat-7,success\n`);
    assert.deepEqual(rowsOf(history), [row('r1', 'seat-7')]);
    assert.deepEqual([...history.columns].sort(), ['inventory_key', 'request_id', 'result']);
    assert.deepEqual(reading, { accepted: 1, rejected: 0, blank: 0 });
    assert.equal(problemsTotal, 0);
  });

  it('reads every column of the format', async () => {
    const cells = {
      request_id: 'r1',
      inventory_key: 'k1',
      worker_id: 'w3@v2',
      read_version: '1',
      write_version: '2',
      result: 'success',
      latency_ms: 12.345,
      queue_delay_ms: 0,
      retry_count: 3,
      client_id: 'A',
      start_us: 1_700_000_000_000_000,
      read_us: 1_700_000_000_000_001,
      write_us: 1_700_000_000_000_002,
      end_us: 1_700_000_000_000_003,
      read_value: 1,
      write_value: -1,
      read_site: 'a.ts:1:2',
      write_site: 'a.ts:3',
      confirm_site: 'C:\\a.ts:4',
      phase: 'load',
      fault: 'none',
      deployment: 'v2',
    };
    const { history, problems } = await read(
      `${Object.keys(cells).join(',')}\n${Object.values(cells).join(',')}\n`,
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(rowsOf(history), [cells]);
  });

  it('keeps columns that the format does not know, under the names that they have', async () => {
    const { history } = await read(`${HEADER},Region,__proto__,\nr1,k,success,eu,p,last\n`);
    assert.deepEqual(rowsOf(history), [
      { ...row('r1'), 'extra Region': 'eu', 'extra __proto__': 'p', 'extra column 6': 'last' },
    ]);
  });

  for (const [name, header, kept] of [
    ['camel case', 'requestId,inventoryKey,Result', {}],
    ['words', 'Request ID,Inventory Key,RESULT', {}],
    ['dashes and dots', 'request-id,inventory.key,result', {}],
  ] as const)
    it(`knows its columns written in ${name}`, async () => {
      const { history } = await read(`${header}\nr1,k,success\n`);
      assert.deepEqual(rowsOf(history), [{ ...row('r1'), ...kept }]);
    });

  for (const delimiter of [',', ';', '\t', '|'])
    it(`finds ${JSON.stringify(delimiter)} between its cells, whatever else the header has`, async () => {
      const header = ['request_id', 'a,b;c|d', 'inventory_key', 'result'].filter(
        (name) => !name.includes(delimiter),
      );
      const reading = await read(
        `${header.join(delimiter)}\n${header.map((name) => (name === 'result' ? 'retry' : 'x')).join(delimiter)}\n`,
      );
      assert.equal(reading.delimiter, delimiter);
      assert.equal(reading.reading.accepted, 1);
    });

  it('may end its lines with LF, CRLF or both, and leaves carriage returns inside of quotes alone', async () => {
    const { history, reading } = await read(
      `result,inventory_key,request_id\r\nsuccess,k,r1\nsuccess,k,r2\r\nsuccess,k,"r3\r"\nsuccess,k,"r4\r"\r\nsuccess,k,"a\r\nb"\r\n`,
    );
    assert.deepEqual(
      rowsOf(history).map(({ request_id }) => request_id),
      ['r1', 'r2', 'r3\r', 'r4\r', 'a\r\nb'],
    );
    assert.equal(reading.rejected, 0);
    assert.deepEqual([...history.line], [2, 3, 4, 5, 6]);
  });

  it('may have quoted cells with delimiters, quotes and line breaks; lines stay physical', async () => {
    const { history } = await read(`${HEADER}\n"a,""b""\n\nc",k,success\nr2,"k,2",success\n`);
    assert.deepEqual(rowsOf(history), [row('a,"b"\n\nc'), row('r2', 'k,2')]);
    assert.deepEqual([...history.line], [2, 5]);
  });

  it('counts lines of white space as blank, before the header too', async () => {
    const reading = await read(`\n \r\n${HEADER}\n\nr1,k,success\n\t\n`);
    assert.deepEqual(reading.reading, { accepted: 1, rejected: 0, blank: 4 });
    assert.deepEqual([...reading.history.line], [5]);
    assert.equal(reading.problemsTotal, 0);
  });

  it('without a required column is one problem that names what it has, and no rows', async () => {
    const reading = await read('request_id,sku,result\nr1,k,success\nr2,k,success\n\n');
    assert.deepEqual(kindsOf(reading), ['missing-column']);
    assert.match(reading.problems[0]!.message, /inventory_key.*request_id, sku, result/);
    assert.equal(reading.problems[0]!.line, 1);
    assert.deepEqual(reading.reading, { accepted: 0, rejected: 2, blank: 1 });
  });

  it('reads columns under the user’s own names, and says which mapping found nothing', async () => {
    const columns = new Map([
      ['inventory_key', 'sku'],
      ['latency_ms', 'took_us'],
      ['worker_id', 'nowhere'],
    ]);
    const reading = await read('request_id,SKU,result,inventory_key,took_us\nr1,k,success,other,1500\n', {
      mapping: { columns },
    });
    assert.deepEqual(rowsOf(reading.history), [
      { ...row('r1'), latency_ms: 1.5, 'extra inventory_key': 'other' },
    ]);
    assert.deepEqual(kindsOf(reading), ['missing-column']);
    assert.equal(reading.problems[0]!.column, 'nowhere');
  });

  it('looks first for the name that is mapped, then for the column’s own', async () => {
    const columns = new Map([
      ['inventory_key', 'sku'],
      ['client_id', 'worker_id'],
    ]);
    const native = await read(`${HEADER},worker_id,client_id\nr1,k,success,w,c\n`, { mapping: { columns } });
    assert.deepEqual(rowsOf(native.history), [{ ...row('r1'), client_id: 'w', 'extra client_id': 'c' }]);
    assert.equal(native.problemsTotal, 0);
    const neither = await read(`request_id,SKU,result,client_id\nr1,k,success,c\n`, { mapping: { columns } });
    assert.deepEqual(rowsOf(neither.history), [{ ...row('r1'), client_id: 'c' }]);
    assert.equal(neither.problemsTotal, 0);
  });

  it('is no trace without the required columns, and says which of its columns may be meant', async () => {
    const { notATrace } = await read('orderRef;item_sku;Results;sku\n1;2;3;4\n');
    assert.deepEqual(notATrace?.columns, ['orderRef', 'item_sku', 'Results', 'sku']);
    assert.deepEqual(notATrace.missing, ['request_id', 'inventory_key', 'result']);
    assert.deepEqual(Object.fromEntries(notATrace.nearest), {
      result: 'Results',
      inventory_key: 'sku',
      request_id: 'orderRef',
    });
    assert.equal((await read(`${HEADER}\nr1\n`)).notATrace, undefined);
    assert.equal((await read('')).notATrace, undefined);
  });

  it('with a column twice reads the first, keeps the second and says so', async () => {
    const reading = await read(`${HEADER},requestId,note,note\nr1,k,success,r9,a,b\n`);
    assert.deepEqual(rowsOf(reading.history), [
      { ...row('r1'), 'extra requestId': 'r9', 'extra note': 'a', 'extra note (2)': 'b' },
    ]);
    assert.deepEqual(
      reading.problems.map(({ kind, column }) => [kind, column]),
      [
        ['duplicate-column', 'requestId'],
        ['duplicate-column', 'note'],
      ],
    );
    assert.deepEqual(reading.reading.columnsTwice, ['request_id']);
  });

  it('with more than 256 columns is refused', async () => {
    const extras = Array.from({ length: 254 }, (_, i) => `x${i}`).join(',');
    const reading = await read(`${HEADER},${extras}\nr1,k,success,${extras}\n`);
    assert.deepEqual(kindsOf(reading), ['too-many-columns']);
    assert.deepEqual(reading.reading, { accepted: 0, rejected: 1, blank: 0 });
  });

  it('refuses a row with too few or too many cells, at its line and byte', async () => {
    const reading = await read(`${HEADER}\nr1,k,success\nr2,k\nr3,k,success,4\nr5,k,success\n`);
    assert.deepEqual(
      reading.problems.map(({ kind, line, byteOffset, excerpt }) => ({ kind, line, byteOffset, excerpt })),
      [
        { kind: 'too-few-cells', line: 3, byteOffset: 45, excerpt: 'r2,k' },
        { kind: 'too-many-cells', line: 4, byteOffset: 50, excerpt: 'r3,k,success,4' },
      ],
    );
    assert.deepEqual(reading.reading, { accepted: 2, rejected: 2, blank: 0 });
  });

  it('refuses a row whose required cell is empty or whose result is unknown, naming the column', async () => {
    const reading = await read(`${HEADER}\n,k,success\nr2,,success\nr3,k,\nr4,k,Held\nr5,k,toString\n`);
    assert.deepEqual(
      reading.problems.map(({ kind, column }) => [kind, column]),
      [
        ['missing-value', 'request_id'],
        ['missing-value', 'inventory_key'],
        ['missing-value', 'result'],
        ['bad-result', 'result'],
        ['bad-result', 'result'],
      ],
    );
  });

  it('refuses a row with a stray quote and reads on', async () => {
    const reading = await read(`${HEADER}\n"r1"x",k,success\nr2,k,success\nr"3,k,success\n`);
    assert.deepEqual(kindsOf(reading), ['bad-quote']);
    assert.deepEqual(rowsOf(reading.history), [row('r2'), row('r"3')]);
  });

  it('loses one line to a stray quote, not all up to the next quote', async () => {
    const stray = '"VIP" seat,k,success\n';
    const reading = await read(`${HEADER}\n${stray}r2,k,success\n${stray}${stray}r3,"k",success\n`);
    assert.deepEqual(rowsOf(reading.history), [row('r2'), row('r3')]);
    assert.deepEqual(
      reading.problems.map(({ kind, line }) => [kind, line]),
      [
        ['bad-quote', 2],
        ['bad-quote', 4],
        ['bad-quote', 5],
      ],
    );
  });

  it('loses every second line where every second line is misquoted, and no more', async () => {
    const reading = await read(`${HEADER}\n${'"a"b,k,success\nr,k,success\n'.repeat(20_000)}`);
    assert.deepEqual(reading.reading, { accepted: 20_000, rejected: 20_000, blank: 0 });
    assert.equal(reading.problemsTotal, 20_000);
    assert.equal(reading.problems.length, 1000);
  });

  it('refuses a record of several lines whose quoting goes wrong on a later one, and reads on', async () => {
    const reading = await read(`${HEADER}\n"r1\n"r2",k,success\nr3,k,success\n`);
    assert.deepEqual(kindsOf(reading), ['bad-quote']);
    assert.deepEqual(rowsOf(reading.history), [row('r3')]);
  });

  it('says where a quote opens that is never closed, and how much that costs', async () => {
    const reading = await read(`${HEADER}\nr1,k,success\n"r2,k,success\nr3,k,success\n`);
    assert.deepEqual(kindsOf(reading), ['open-quote']);
    assert.equal(reading.problems[0]!.line, 3);
    assert.match(reading.problems[0]!.message, /the 2 lines from here are lost/);
    assert.deepEqual(reading.reading, { accepted: 1, rejected: 1, blank: 0, restLost: true });
  });

  it('gives an open quote up after 1 MiB and reads on, the same for any chunks', async () => {
    const lines = Array.from({ length: 120_000 }, (_, i) => `r${i},k,success\n`).join('');
    const content = `${HEADER}\nfirst,k,success\n"open,k,success\n${lines}`;
    const whole = await read(content, { chunkBytes: content.length });
    assert.deepEqual(kindsOf(whole), ['open-quote']);
    assert.ok(whole.history.size > 40_000 && whole.history.size < 60_000);
    const pieces = await read(content, { chunkBytes: 10_007 });
    assert.deepEqual(pieces.reading, whole.reading);
    assert.deepEqual(pieces.problems, whole.problems);
    assert.deepEqual(pieces.history.line, whole.history.line);
  });

  it('has no problem when it is a header alone, and one when it is empty', async () => {
    assert.deepEqual(kindsOf(await read(`${HEADER}\n`)), []);
    assert.deepEqual(kindsOf(await read('')), ['empty-file']);
    assert.deepEqual(kindsOf(await read('\ufeff')), ['empty-file']);
  });

  it('is accounted for, record by record', async () => {
    const reading = await read(
      `${HEADER}\nr1,k,success\n\nbad\n"a\nb",k,success\n"x"y,k,success\nr9,k,nope\n`,
    );
    assert.equal(recordsOf(reading), 6);
    assert.deepEqual(reading.reading, { accepted: 2, rejected: 3, blank: 1 });
  });
});
