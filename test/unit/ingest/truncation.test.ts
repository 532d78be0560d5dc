import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RunFacts } from '../../../src/core/history/run-facts.ts';
import { kindsOf, read, recordsOf, rowsOf } from './read.ts';

const CSV = [
  'request_id,inventory_key,worker_id,read_version,write_version,result,latency_ms,note',
  'r1,seat-7,w1@v2,1,2,success,12.5,"a, ""b"""',
  'r2,sitz-ä,w2@v2,1,2,success,3.25,"two\nlines"',
  '',
  'r3,座席🎟,w1@v2,2,3,success,0,"x"',
  '"r4",seat-7,"w2,v2",3,,conflict,7,',
  '',
].join('\r\n');

const NDJSON = [
  '{"request_id":"r1","inventory_key":"seat-7","result":"success","read_version":9007199254740993}',
  '{"request_id":"r2","inventory_key":"座席🎟","result":"conflict","latency_ms":12.5,"x":{"y":[1]}}',
  '',
  '{"request_id":"r3","inventory_key":"a\\"b","result":"retry","retry_count":0}',
  '',
].join('\n');

const UNFINISHED: RunFacts = {
  versionScheme: undefined,
  initial: undefined,
  remaining: undefined,
  complete: false,
  variant: undefined,
  seed: undefined,
  schedule: undefined,
  faultWindows: [],
};

describe('a trace cut at any byte', () => {
  for (const [name, content, facts] of [
    ['a.trace.csv', Buffer.from(CSV), undefined],
    ['a.trace.csv', Buffer.from(CSV), UNFINISHED],
    ['a.trace.csv', Buffer.from(`\ufeff${CSV}`, 'utf16le'), undefined],
    ['a.trace.ndjson', Buffer.from(NDJSON), undefined],
    ['a.trace.ndjson', Buffer.from(NDJSON), UNFINISHED],
  ] as const) {
    const run = facts === undefined ? '' : ' of a run that never finished';
    it(`has the rows before the cut and at most one problem (${name}${run}, ${content.length} bytes)`, async () => {
      const whole = await read(content, { name, facts });
      const rows = rowsOf(whole.history);
      assert.equal(whole.problemsTotal, 0);
      for (let length = 0; length < content.length; length++) {
        const cut = await read(content.subarray(0, length), { name, facts });
        const cutRows = rowsOf(cut.history);
        assert.ok(cut.problemsTotal <= 1, `${length}: ${kindsOf(cut).join()}`);
        // Only a row whose line end is missing may differ, and a run that never finished does not show it at all.
        const sure = cut.endsMidLine && facts === undefined ? cutRows.slice(0, -1) : cutRows;
        assert.deepEqual(sure, rows.slice(0, sure.length), `cut at ${length}`);
        assert.ok(recordsOf(cut) <= recordsOf(whole));
      }
    });
  }

  it('says where the torn line begins', async () => {
    const reading = await read('request_id,inventory_key,result\nr1,k,success\nr2,k,succ');
    assert.deepEqual(
      reading.problems.map(({ kind, line, byteOffset }) => ({ kind, line, byteOffset })),
      [{ kind: 'torn-line', line: 3, byteOffset: 45 }],
    );
    assert.ok(reading.endsMidLine);
  });

  it('keeps a last row without a line end, unless the run never finished', async () => {
    const content = 'request_id,inventory_key,result\nr1,k,success\nr2,k,success';
    assert.deepEqual((await read(content)).reading, { accepted: 2, rejected: 0, blank: 0 });
    const unfinished = await read(content, { facts: UNFINISHED });
    assert.deepEqual(unfinished.reading, { accepted: 1, rejected: 1, blank: 0, restLost: true });
    assert.deepEqual(kindsOf(unfinished), ['torn-line']);
  });

  it('keeps a last row that lost only the feed of its CRLF', async () => {
    const reading = await read('request_id,inventory_key,result\r\nr1,k,success\r');
    assert.deepEqual(reading.reading, { accepted: 1, rejected: 0, blank: 0 });
  });

  it('keeps a last NDJSON object whose braces close: it is provably whole', async () => {
    const content = '{"request_id":"r1","inventory_key":"k","result":"success"}';
    const reading = await read(content, { name: 'a.ndjson', facts: UNFINISHED });
    assert.deepEqual(reading.reading, { accepted: 1, rejected: 0, blank: 0 });
  });
});
