import assert from 'node:assert/strict';
import { it } from 'node:test';
import { kindsOf, read } from '../read.ts';

const GOB =
  '\x37\x7f\x03\x01\x01\x06Result\x01\xff\x80\x00\x01\x0c\x01\x06Attack\x01\x0c\x00\x01\x03Seq\x01\x06\x00';

const REFUSED: readonly (readonly [string, RegExp])[] = [
  ['\0\0\0\0\x063.13.1\0rest', /^it is Gatling's binary simulation\.log/],
  ['RUN\tBasicSimulation\tbasic\t1796061600000\t \t3.9.5\n', /^it is Gatling's simulation\.log/],
  ['Type,Name,Request Count,Failure Count,Median Response Time\n', /^it is Locust's statistics/],
  ['Timestamp,User Count,Type,Name,Requests/s\n', /^it is the history of Locust's statistics/],
  ['{\n  "aggregate": {\n    "counters": {}', /^it is Artillery's report/],
  [GOB, /vegeta encode --to json/],
  ['<?xml version="1.0" encoding="UTF-8"?>\n<testResults version="1.2">', /^it is the XML of JMeter/],
  ['{\n    "root_group": {\n', /^it is a summary of k6/],
  ['{\n "metrics": {\n "http_req_duration": {', /^it is a summary of k6/],
  ['{"xid":501,"change":[{"kind":"update"', /^it is the first format of wal2json/],
  ['PAR1\x15\x04', /^it is a Parquet file/],
];

it('a file that holds no attempts, or that only its program reads, is refused by name with what to use', async () => {
  for (const [content, expected] of REFUSED)
    for (const name of ['a.txt', 'a.csv', 'a.ndjson']) {
      const reading = await read(Buffer.from(content, 'latin1'), { name });
      assert.match(reading.notATrace?.because ?? '', expected);
      assert.deepEqual([kindsOf(reading), reading.history.size], [['other-program'], 0]);
    }
});
