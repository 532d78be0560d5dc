import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rowMessage } from '../../../../src/core/history/row-message.ts';
import { read } from '../read.ts';
import { columnsOf, readObjects, readSample, sampleText } from './sample.ts';

const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
const int = (key: string, value: string | number) => ({ key, value: { intValue: value } });
const KEY = [text('race.key', 'k')];

interface TestSpan {
  readonly id?: string;
  readonly parent?: string;
  readonly from?: number;
  readonly to?: number;
  readonly attributes?: readonly object[];
}

const batch = (spans: readonly TestSpan[], resource: readonly object[] = []) => ({
  resourceSpans: [
    {
      resource: { attributes: resource },
      scopeSpans: [
        {
          spans: spans.map(({ id = 'top', parent = '', from = 0, to = 1, attributes = KEY }) => ({
            traceId: 't',
            spanId: id,
            parentSpanId: parent,
            startTimeUnixNano: `${from}000`,
            endTimeUnixNano: `${to}000`,
            attributes,
          })),
        },
      ],
    },
  ],
});
const ok = [...KEY, text('race.result', 'success')];
const statement = (query: string, ...more: object[]) => [text('db.query.text', query), ...more];

describe('OTLP/JSON', () => {
  it('has an attempt for each span that is marked, with the reads and writes of the spans below it', async () => {
    const reading = await readSample('otlp.jsonl');
    assert.deepEqual(columnsOf(reading), [
      {
        request_id: 'r1',
        inventory_key: 'seat-7',
        worker_id: 'pod-1',
        read_version: '1',
        write_version: '2',
        result: 'success',
        start_us: 1796099401165000,
        read_us: 1796099401175801.5,
        write_us: 1796099401185688,
        end_us: 1796099401185609.2,
        read_value: 1,
        write_value: 0,
        read_site: 'src/reserve.ts:21',
        write_site: 'src/reserve.ts:29',
        deployment: '1.4.2',
      },
      {
        request_id: 'r2',
        inventory_key: 'seat-7',
        worker_id: 'pod-1',
        read_version: '1',
        write_version: '3',
        result: 'success',
        start_us: 1796099401175000,
        read_us: 1796099401178807.5,
        write_us: 1796099401188896.5,
        end_us: 1796099401190037.2,
        read_value: 1,
        write_value: 0,
        read_site: 'src/reserve.ts:21',
        write_site: 'src/reserve.ts:29',
        deployment: '1.4.2',
      },
    ]);
    // The last batch has the health check and spans that came too late.
    assert.deepEqual(
      [reading.problemsTotal, reading.reading.leftOut],
      [0, { 'the format OTLP/JSON spans': 1 }],
    );
  });

  it('has whole numbers as texts or as numbers, and is known by its content alone', async () => {
    const spans = [{ attributes: [...ok, int('race.read_version', '1'), int('race.write_version', 2)] }];
    const reading = await readObjects(batch(spans));
    assert.deepEqual(columnsOf(reading, 'request_id', 'read_version', 'write_version'), [
      { request_id: 't', read_version: '1', write_version: '2' },
    ]);
  });

  it('has the status of the answer as the result where the span does not say', async () => {
    const status = (code: number) => ({ attributes: [...KEY, int('http.response.status_code', code)] });
    const reading = await readObjects(batch([200, 409, 404, 503].map(status)));
    assert.deepEqual(
      columnsOf(reading, 'result').map(({ result }) => result),
      ['success', 'conflict', 'rejected', 'timeout'],
    );
  });

  it('takes the last write and the last read that ended before it, whatever the order of the spans', async () => {
    const reading = await readObjects(
      batch([
        { id: 'w1', parent: 'mid', from: 2, to: 3, attributes: statement('UPDATE a') },
        { id: 'r2', parent: 'top', from: 4, to: 5, attributes: statement('-- why\nselect 1') },
        { id: 'late', parent: 'top', from: 8, to: 9, attributes: statement('SELECT 1') },
        { attributes: ok, to: 10 },
        { id: 'w2', parent: 'mid', from: 6, to: 7, attributes: statement('WITH x AS (SELECT 1) UPDATE a') },
        { id: 'mid', parent: 'top', attributes: [] },
      ]),
    );
    assert.deepEqual(columnsOf(reading, 'read_us', 'write_us', 'end_us'), [
      { read_us: 5, write_us: 7, end_us: 10 },
    ]);
  });

  it('keeps the statement of the write, by which its line can be found', async () => {
    const write = 'UPDATE seats SET free = 0 WHERE seat = $1';
    const spans = [
      { attributes: ok },
      { id: 'r', parent: 'top', attributes: statement('SELECT free FROM seats WHERE seat = $1') },
      { id: 'w', parent: 'top', from: 2, to: 3, attributes: statement(write) },
    ];
    const { history } = await readObjects(batch(spans));
    assert.equal(rowMessage(history, 0), write);
  });

  it('keeps the spans of an attempt that come before it in the file, and not those that come after', async () => {
    const write = (to: number) => ({
      id: `w${to}`,
      parent: 'top',
      to,
      attributes: statement('UPDATE a', text('code.filepath', 'a.py'), int('code.lineno', 7)),
    });
    const reading = await readObjects(
      batch([write(3)]),
      batch([{ attributes: ok, to: 9 }]),
      batch([write(5)]),
    );
    assert.deepEqual(columnsOf(reading, 'write_us', 'write_site'), [{ write_us: 3, write_site: 'a.py:7' }]);
    assert.deepEqual(reading.reading.leftOut, { 'the format OTLP/JSON spans': 2 });
  });

  it('reads the attribute that is mapped, and then spans without an attribute of our own', async () => {
    const mapping = { columns: new Map([['inventory_key', 'app.sku']]) };
    const spans = [
      { attributes: [text('app.sku', 'k'), int('http.status_code', 201)] },
      { id: 'health', attributes: [int('http.status_code', 200)] },
    ];
    const reading = await read(JSON.stringify(batch(spans)), { name: 'a.json', mapping });
    assert.deepEqual(columnsOf(reading, 'inventory_key', 'result'), [
      { inventory_key: 'k', result: 'success' },
    ]);
  });
});

describe('spans of which none is an attempt', () => {
  it('show their attributes, one of which may be the key', async () => {
    const spans = [
      { id: 'db', attributes: statement('SELECT 1') },
      { attributes: [text('app.item_id', 'k'), int('http.response.status_code', 200)] },
    ];
    for (const content of [
      JSON.stringify(batch(spans)),
      sampleText('zipkin.json').replaceAll('race.', 'app.'),
    ]) {
      const { notATrace } = await read(content, { name: 'a.json' });
      assert.deepEqual(notATrace?.missing, ['inventory_key']);
      assert.ok(notATrace.columns.some((name) => name.startsWith('app.')));
    }
  });
});

describe('a batch of spans', () => {
  const long = batch([{ attributes: [...ok, text('note', 'x'.repeat(2 * 1024 * 1024))] }]);

  it('may be longer than a line may be, be it the first or not', async () => {
    const short = batch([{ id: 'b', attributes: ok }]);
    for (const batches of [
      [short, long, short],
      [long, short],
    ]) {
      const { history, problemsTotal } = await readObjects(...batches);
      assert.deepEqual([history.size, problemsTotal], [batches.length, 0]);
    }
  });

  it('is refused beyond its limit', async () => {
    const tooLong = batch([{ attributes: [...ok, text('note', 'x'.repeat(33 * 1024 * 1024))] }]);
    for (const [first, second] of [
      [long, tooLong],
      [tooLong, long],
    ]) {
      const { history, problems } = await readObjects(first!, second!);
      assert.equal(history.size, 1);
      assert.deepEqual(
        problems.map(({ message }) => message),
        ['the line is longer than 32 MiB'],
      );
    }
  });
});

describe('Jaeger JSON', () => {
  it('is spans whose tags are attributes, in a document of any layout', async () => {
    const expected = [
      {
        request_id: 'r1',
        inventory_key: 'seat-7',
        worker_id: 'pod-1',
        read_version: '1',
        write_version: '2',
        result: 'success',
        start_us: 1796099401165000,
        write_us: 1796099401185000,
        end_us: 1796099401185609,
        write_site: 'src/reserve.ts:29',
      },
    ];
    assert.deepEqual(columnsOf(await readObjects(JSON.parse(sampleText('jaeger.json')) as object)), expected);
    assert.deepEqual(columnsOf(await readSample('jaeger.json')), expected);
  });
});

describe('Zipkin JSON', () => {
  it('is an array of spans in any order', async () => {
    const fromZipkin = columnsOf(await readSample('zipkin.json'));
    const fromOtlp = columnsOf(await readSample('otlp.jsonl'));
    const whole = (row: object) =>
      Object.fromEntries(
        Object.entries(row).map(([name, cell]: [string, unknown]) => [
          name,
          typeof cell === 'number' ? Math.floor(cell / 10) : cell,
        ]),
      );
    assert.deepEqual(fromZipkin.map(whole), fromOtlp.map(whole));
    const spans = JSON.parse(sampleText('zipkin.json')) as object[];
    assert.deepEqual(columnsOf(await readObjects(...spans.toReversed())).toReversed(), fromZipkin);
    // What its API answers for several traces.
    const traces = JSON.stringify([spans.slice(0, 3), [], spans.slice(3)], undefined, 1);
    assert.deepEqual(columnsOf(await read(traces, { name: 'zipkin.json' })), fromZipkin);
    const cut = await read(traces.slice(0, -1), { name: 'zipkin.json' });
    assert.deepEqual([cut.history.size, cut.reading.restLost], [2, true]);
  });
});
