import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SourceMapping } from '../../../../src/ingest/mapping/source-mapping.ts';
import { read } from '../read.ts';
import { columnsOf, readSample, sampleText } from './sample.ts';

const IDS = ['request_id', 'inventory_key', 'result'];
const TIMES = ['start_us', 'end_us', 'latency_ms'];
/** 2026-11-30T18:00:00Z. */
const SIX_O_CLOCK_US = 1796061600000000;

describe('k6', () => {
  it('has an attempt for each request that bears the tags, whose time is its end', async () => {
    const reading = await readSample('k6.ndjson');
    assert.deepEqual(columnsOf(reading, ...IDS, ...TIMES), [
      {
        request_id: 'r1',
        inventory_key: 'seat-7',
        result: 'success',
        latency_ms: 11.2,
        start_us: SIX_O_CLOCK_US + 60001 - 11200,
        end_us: SIX_O_CLOCK_US + 60001,
      },
      {
        request_id: 'r2',
        inventory_key: 'seat-7',
        result: 'conflict',
        latency_ms: 12.2,
        start_us: SIX_O_CLOCK_US + 64001 - 12200,
        end_us: SIX_O_CLOCK_US + 64001,
      },
      {
        request_id: 'r3',
        inventory_key: 'seat-7',
        result: 'timeout',
        latency_ms: 60000.4,
        start_us: SIX_O_CLOCK_US - 400,
        end_us: SIX_O_CLOCK_US + 60_000_000,
      },
    ]);
    assert.deepEqual(reading.reading.leftOut, { 'the format k6 JSON lines': 6 });
  });

  it('says itself that it could not keep up', async () => {
    const { reading } = await readSample('k6.ndjson');
    assert.deepEqual(reading.invalidBecause, [
      'k6 dropped 3 iterations: a part of what was to be offered was never sent',
    ]);
    const kept = sampleText('k6.ndjson').split('\n').slice(0, -3).join('\n');
    assert.equal((await read(kept, { name: 'k6.json' })).reading.invalidBecause, undefined);
  });

  it('has its tags in one cell of CSV, and no time where only the second is written', async () => {
    const reading = await readSample('k6.csv');
    assert.deepEqual(columnsOf(reading, ...IDS, ...TIMES), [
      {
        request_id: 'r1',
        inventory_key: 'seat-7',
        result: 'success',
        latency_ms: 11.2,
        start_us: SIX_O_CLOCK_US + 1,
        end_us: SIX_O_CLOCK_US + 11201,
      },
      {
        request_id: 'r2',
        inventory_key: 'seat-7',
        result: 'timeout',
        latency_ms: 12,
        start_us: SIX_O_CLOCK_US + 1000,
        end_us: SIX_O_CLOCK_US + 13000,
      },
      { request_id: 'r3', inventory_key: 'seat-7', result: 'rejected', latency_ms: 12.5 },
    ]);
    assert.deepEqual(reading.reading.leftOut, { 'the format k6 CSV': 1 });
  });

  it('may have versions, in a metric that the script adds after the answer', async () => {
    const point = (metric: string, tags: object) =>
      JSON.stringify({ metric, type: 'Point', data: { time: '2026-11-30T18:00:00.01Z', value: 10, tags } });
    const tags = { status: '200', request_id: 'r1', seat: 'a', read_version: '1', write_version: '2' };
    const content = `${point('http_req_duration', { status: '200' })}\n${point('race_attempt', tags)}\n`;
    const mapping = { columns: new Map([['inventory_key', 'seat']]) };
    const reading = await read(content, { name: 'k6.json', mapping });
    assert.deepEqual(columnsOf(reading), [
      {
        request_id: 'r1',
        inventory_key: 'a',
        read_version: '1',
        write_version: '2',
        result: 'success',
        latency_ms: 10,
        start_us: SIX_O_CLOCK_US,
        end_us: SIX_O_CLOCK_US + 10000,
      },
    ]);
  });

  it('shows its names where no request bears a tag that means a key', async () => {
    const { notATrace } = await read(sampleText('k6.ndjson').replaceAll('sku', 'chair'), { name: 'k6.json' });
    assert.deepEqual(notATrace?.missing, ['inventory_key']);
    assert.ok(notATrace.columns.includes('chair'));
  });
});

describe('JMeter', () => {
  it('has the start of each sample; a time-out of the socket leaves the outcome open', async () => {
    const where = new Map([['label', ['reserve']]]);
    const reading = await readSample('jmeter.csv', { mapping: { where } });
    assert.deepEqual(columnsOf(reading, ...IDS, ...TIMES, 'client_id').slice(0, 2), [
      {
        request_id: 'o-2-1',
        inventory_key: 'seat-7',
        client_id: 'buyers 1-2',
        result: 'success',
        latency_ms: 188,
        start_us: 1796099444574000,
        end_us: 1796099444762000,
      },
      {
        request_id: 'o-2-2',
        inventory_key: 'seat-7',
        client_id: 'buyers 1-2',
        result: 'rejected',
        latency_ms: 16,
        start_us: 1796099444773000,
        end_us: 1796099444789000,
      },
    ]);
    assert.deepEqual(
      columnsOf(reading, 'result').map(({ result }) => result),
      ['success', 'rejected', 'success', 'rejected', 'timeout', 'timeout'],
    );
  });

  it('says that samples of several labels have a key, where no filter tells them apart', async () => {
    const said = async (mapping: SourceMapping) =>
      (await readSample('jmeter.csv', { mapping })).problems.map(({ message }) => message);
    assert.deepEqual(await said({}), [
      'samples of several labels have a key (login, reserve): if not all of them are attempts, --where label=reserve reads one',
    ]);
    assert.deepEqual(await said({ where: new Map([['label', ['reserve']]]) }), []);
  });

  it('leaves the outcome open where an assertion failed on a good answer, and reads times in a pattern', async () => {
    const content =
      'timeStamp,elapsed,label,responseCode,success,sku,order_id\n' +
      '2026/11/30 18:00:00.250,5,buy,200,false,a,o1\n2026/11/30 18:00:00.250,5,buy,OK,true,a,o2\n';
    assert.deepEqual(columnsOf(await read(content, { name: 'a.jtl' }), 'result', 'start_us'), [
      { result: 'timeout', start_us: SIX_O_CLOCK_US + 250000 },
      { result: 'success', start_us: SIX_O_CLOCK_US + 250000 },
    ]);
  });
});

describe('Vegeta', () => {
  it('has the parameters of the URL, headers and the answer where a mapping finds them', async () => {
    const plain = await readSample('vegeta.ndjson');
    assert.deepEqual(columnsOf(plain), [
      {
        request_id: 'r1',
        inventory_key: 'seat-7',
        result: 'success',
        latency_ms: 11.2,
        start_us: SIX_O_CLOCK_US + 100000,
      },
      {
        request_id: 'r2',
        inventory_key: 'seat-7',
        result: 'timeout',
        latency_ms: 30000,
        start_us: SIX_O_CLOCK_US + 200000,
      },
    ]);
    const columns = new Map([
      ['request_id', 'headers.X-Request-Id'],
      ['inventory_key', 'query.sku'],
      ['write_version', 'answer.version'],
    ]);
    assert.deepEqual(
      columnsOf(await readSample('vegeta.ndjson', { mapping: { columns } }), 'write_version'),
      [{ write_version: '2' }, {}],
    );
  });
});
