import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HEADER, kindsOf, read, rowsOf } from './read.ts';

const attempt = (request_id: string) => ({ request_id, inventory_key: 'k', result: 'success' });
const ids = async (content: string, name = 'a.trace.csv') => {
  const { history, reading, problems } = await read(content, { name });
  const { accepted, rejected, blank, ...rest } = reading;
  assert.equal(accepted, history.size);
  const found = rowsOf(history).map(({ request_id }) => request_id);
  return { found, lines: [...history.line], rejected, blank, rest, kinds: problems.map(({ kind }) => kind) };
};

describe('a CSV file that is shaped loosely', () => {
  it('may name its delimiter before the header, as Excel does', async () => {
    for (const line of ['sep=;', '"sep=;"', 'SEP=;\r']) {
      const content = `${line}\n${HEADER.replaceAll(',', ';')};a,b,c,d\nr1;k;success;x,y\n`;
      const read = await ids(content);
      assert.deepEqual([read.found, read.lines, read.kinds], [['r1'], [3], []]);
      assert.deepEqual(read.rest, { skipped: 1, loosely: { 'leading-line': 1 } });
    }
  });

  it('may have comments and blank lines before the header, and a column # is no comment', async () => {
    const read = await ids(
      `# made by hand\n\n#request_id, nothing else\n${HEADER}\nr1,k,success\n#r2,k,success\n`,
    );
    assert.deepEqual([read.found, read.lines, read.blank], [['r1', '#r2'], [5, 6], 1]);
    assert.deepEqual(read.rest, { skipped: 2, loosely: { 'leading-line': 2 } });
    assert.deepEqual((await ids(`#,${HEADER}\n1,r1,k,success\n`)).found, ['r1']);
  });

  it('is empty if it is nothing but comments', async () => {
    assert.deepEqual(kindsOf(await read('# one\n# two\n')), ['empty-file']);
  });

  it('may have its header again in the middle, which is no attempt, and no other header', async () => {
    const read = await ids(`${HEADER}\nr1,k,success\n${HEADER}\n\ufeff${HEADER}\nr2,k,success\n`);
    assert.deepEqual([read.found, read.rejected, read.kinds], [['r1', 'r2'], 0, []]);
    assert.deepEqual(read.rest, { skipped: 2, loosely: { 'repeated-header': 2 } });
    assert.deepEqual((await ids(`${HEADER}\nrequest_id,result,inventory_key\nr2,k,success\n`)).kinds, [
      'bad-result',
    ]);
  });

  it('may have a delimiter at the end of its rows or of its header, and empty surplus cells', async () => {
    const rows = await ids(`${HEADER}\nr1,k,success,\nr2,k,success,, \nr3,k,success,x\n`);
    assert.deepEqual([rows.found, rows.kinds], [['r1', 'r2'], ['too-many-cells']]);
    const header = await ids(`${HEADER},,\nr1,k,success\nr2,k,success,,\nr3,k\n`);
    assert.deepEqual([header.found, header.kinds], [['r1', 'r2'], ['too-few-cells']]);
  });

  it('may have spaces after its delimiters', async () => {
    const { history, problems } = await read(
      'request_id, inventory_key, result, latency_ms\nr1, k, success, 0.5\n',
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(rowsOf(history), [{ ...attempt('r1'), inventory_key: ' k', latency_ms: 0.5 }]);
  });

  it('may end its lines in carriage returns alone, whatever the chunks', async () => {
    const content = `${HEADER}\rr1,k,success\r\r"r2\r",k,success\rbad\rr3,k,success`;
    for (const chunkBytes of [1, 7, 1000]) {
      const { history, reading, problems } = await read(content, { chunkBytes });
      assert.deepEqual(
        rowsOf(history).map(({ request_id }) => request_id),
        ['r1', 'r2\n', 'r3'],
      );
      assert.deepEqual([...history.line], [2, 4, 7]);
      assert.deepEqual(
        problems.map(({ line, byteOffset }) => [line, byteOffset]),
        [[6, content.indexOf('bad')]],
      );
      assert.equal(reading.loosely?.['carriage-return'], 1);
    }
    assert.deepEqual((await ids(`${HEADER}\r\nr1,k,success\r\n`)).rest, {});
  });
});

describe('JSON that is shaped loosely', () => {
  const row = (id: string) => `{"request_id":"${id}","inventory_key":"k","result":"success"}`;

  for (const prefix of [
    'app_1  | ',
    'pod/orders-7d9 | ',
    '2024-05-01T12:00:00.123456789Z ',
    '[2024-05-01 12:00:00,123] ',
    '1714550400.123 ',
    'app_1  | 2024-05-01T12:00:00Z ',
    '2024-05-01T12:00:00.1Z stdout F ',
    'May  1 12:00:00 web-1 orders[412]: ',
    '<14>May  1 12:00:00 web-1 orders: ',
    '2024-05-01T12:00:00.123456+02:00 web-1 orders[412]: ',
    '<165>1 2024-05-01T12:00:00.003Z web-1 orders 412 ID47 - ',
  ])
    it(`may have ${JSON.stringify(prefix)} before each object`, async () => {
      for (const name of ['a.ndjson', 'a.log']) {
        const read = await ids(`${prefix}${row('r1')}\n${prefix}${row('r2')}\n`, name);
        assert.deepEqual([read.found, read.lines, read.kinds], [['r1', 'r2'], [1, 2], []]);
        assert.deepEqual(read.rest, { loosely: { prefix: 2 } });
      }
    });

  it('has no other text before an object', async () => {
    for (const prefix of ['x', 'INFO ', '"a" | ', '7 ', '2024-05-01 ', 'May  1 12:00:00 '])
      assert.deepEqual((await ids(`${row('r1')}\n${prefix}${row('r2')}\n`, 'a.ndjson')).kinds, ['bad-json']);
  });

  it('may be the lines of a container, as Docker keeps them', async () => {
    const wrapped = (line: string) =>
      JSON.stringify({ log: `${line}\n`, stream: 'stdout', time: '2024-05-01T12:00:00Z' });
    const read = await ids(
      [row('r1'), '', 'listening', `app | ${row('r2')}`].map(wrapped).join('\n'),
      'a.ndjson',
    );
    assert.deepEqual([read.found, read.blank, read.kinds], [['r1', 'r2'], 1, ['bad-json']]);
    const own = `${row('r1').slice(0, -1)},"log":"x","stream":"y"}\n`;
    assert.deepEqual((await ids(own, 'a.ndjson')).found, ['r1']);
  });

  it('may have a NaN where Python had nothing, outside of texts', async () => {
    const { history, reading } = await read(
      '{"request_id":"NaN","inventory_key":"a\\"NaN","result":"success","read_version":NaN,"write_version": NaN}\n',
      { name: 'a.ndjson' },
    );
    assert.deepEqual(rowsOf(history), [{ request_id: 'NaN', inventory_key: 'a"NaN', result: 'success' }]);
    assert.deepEqual(reading.loosely, { 'bare-nan': 1 });
  });

  for (const [name, content] of [
    ['on one line', `[${row('r1')},${row('r2')}]`],
    ['with an element to a line', `[\n${row('r1')},\n${row('r2')}\n]\n`],
    ['indented', JSON.stringify([JSON.parse(row('r1')), JSON.parse(row('r2'))], null, 2)],
    ['after a byte order mark', `\ufeff \n[${row('r1')},\r\n ${row('r2')}]`],
  ] as const)
    it(`may be an array ${name}, whatever the chunks`, async () => {
      for (const chunkBytes of [1, 13, 10_000]) {
        const { history, reading, problems } = await read(content, { name: 'a.json', chunkBytes });
        assert.deepEqual(rowsOf(history), [attempt('r1'), attempt('r2')]);
        assert.deepEqual(problems, []);
        assert.deepEqual(reading, { accepted: 2, rejected: 0, blank: 0, loosely: { 'json-array': 1 } });
        const lineOf = (id: string) =>
          content.slice(0, content.lastIndexOf('{', content.indexOf(id))).split('\n').length;
        assert.deepEqual([...history.line], [lineOf('r1'), lineOf('r2')]);
      }
    });

  it('refuses single elements of an array, at their places, and reads the others', async () => {
    const content = `[${row('r1')},\n 7, {"request_id":"r2"}, {x},\n${row('r3')}]`;
    const { history, problems } = await read(content, { name: 'a.json' });
    assert.deepEqual(
      rowsOf(history).map(({ request_id }) => request_id),
      ['r1', 'r3'],
    );
    assert.deepEqual(
      problems.map(({ kind, line, byteOffset }) => [kind, line, content.slice(byteOffset, byteOffset + 2)]),
      [
        ['bad-json', 2, '7,'],
        ['missing-value', 2, '{"'],
        ['bad-json', 2, '{x'],
      ],
    );
  });

  it('says that rows are lost where an array is cut, or text follows it', async () => {
    for (const content of [
      `[${row('r1')},${row('r2').slice(0, 20)}`,
      `[${row('r1')}`,
      `[${row('r1')}] ${row('r2')}`,
    ]) {
      const { reading, problems } = await read(content, { name: 'a.json' });
      assert.equal(reading.restLost, true);
      assert.deepEqual(
        problems.map(({ kind, message }) => [kind, message.includes('JSON array')]),
        [['bad-json', true]],
      );
    }
  });

  it('refuses an element of more than 1 MiB', async () => {
    const long = row('r2').replace('}', `,"x":"${'y'.repeat(1024 * 1024)}"}`);
    const { reading, problems } = await read(`[${row('r1')},${long},${row('r3')}]`, { name: 'a.json' });
    assert.deepEqual([reading.accepted, reading.rejected, problems[0]?.kind], [2, 1, 'line-too-long']);
  });
});
