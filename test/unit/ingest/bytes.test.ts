import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { HEADER, kindsOf, read, rowsOf } from './read.ts';

const row = (request_id: string) => ({ request_id, inventory_key: 'kä', result: 'success' });
const TEXT = `${HEADER}\nr1,kä,success\n座席🎟,kä,success\n`;
const ROWS = [row('r1'), row('座席🎟')];

describe('the bytes of a trace', () => {
  for (const [name, bytes, encoding] of [
    ['UTF-8', Buffer.from(TEXT), 'utf-8'],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${TEXT}`), 'utf-8'],
    ['UTF-16 LE', Buffer.from(`\ufeff${TEXT}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 BE', Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16(), 'utf-16be'],
  ] as const)
    for (const chunkBytes of [1, 7, 1000])
      it(`may be ${name}, in chunks of ${chunkBytes}`, async () => {
        const reading = await read(bytes, { chunkBytes });
        assert.deepEqual(rowsOf(reading.history), ROWS);
        assert.deepEqual(reading.problems, []);
        assert.equal(reading.encoding, encoding);
      });

  it('keep a byte order mark in the middle as data', async () => {
    const { history } = await read(`${HEADER}\n\ufeffr1,kä,success\n`, { chunkBytes: 32 });
    assert.equal(rowsOf(history)[0]!.request_id, '\ufeffr1');
  });

  it('that are not UTF-8 cost their own line', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${HEADER}\nr1,kä,success\n`),
      Buffer.from('r2,k\xe4,success\n', 'latin1'),
      Buffer.from('"r3\n'),
      Buffer.from('\xff",k,success\n', 'latin1'),
      Buffer.from('座席🎟,kä,success\n'),
    ]);
    const reading = await read(bytes);
    assert.deepEqual(rowsOf(reading.history), ROWS);
    assert.deepEqual(
      reading.problems.map(({ kind, line, byteOffset, excerpt }) => ({ kind, line, byteOffset, excerpt })),
      [
        { kind: 'bad-encoding', line: 3, byteOffset: 47, excerpt: 'r2,k\ufffd,success' },
        { kind: 'bad-encoding', line: 4, byteOffset: 61, excerpt: '"r3' },
      ],
    );
  });

  it('that are not UTF-8 cost an NDJSON line too', async () => {
    const line = (id: string) => `{"request_id":"${id}","inventory_key":"k","result":"success"}\n`;
    const reading = await read(Buffer.from(line('r1') + line('\xe4') + line('r3'), 'latin1'), {
      name: 'a.jsonl',
    });
    assert.deepEqual(kindsOf(reading), ['bad-encoding']);
    assert.deepEqual([...reading.history.line], [1, 3]);
  });

  it('of UTF-16 with half a character cost that line, at its byte in the file', async () => {
    const reading = await read(
      Buffer.from(`\ufeff${HEADER}\nr🎟1,kä,success\nr2,\ud83c,success\n`, 'utf16le'),
    );
    assert.deepEqual(
      reading.problems.map(({ kind, line, byteOffset }) => ({ kind, line, byteOffset })),
      [{ kind: 'bad-encoding', line: 3, byteOffset: 2 + 2 * (HEADER.length + 1 + 16) }],
    );
    assert.equal(reading.reading.accepted, 1);
  });

  it('of UTF-16 that ends within a unit cost the last line', async () => {
    const whole = Buffer.from(`\ufeff${HEADER}\nr1,kä,success\nr2,kä,success`, 'utf16le');
    for (const [bytes, kinds] of [
      [whole, []],
      [Buffer.concat([whole, Buffer.of(0x73)]), ['torn-line']],
    ] as const) {
      const reading = await read(bytes);
      assert.deepEqual(kindsOf(reading), kinds);
      assert.equal(reading.reading.accepted, 2 - kinds.length);
    }
  });

  it('of a line beyond 1 MiB are not kept; a line of just 1 MiB is read', async () => {
    const exact = 'x'.repeat(1024 * 1024 - ',kä,success'.length - 1);
    const content = `${HEADER}\n${exact},kä,success\nx${exact},kä,success\n座席🎟,kä,success\n`;
    for (const chunkBytes of [64 * 1024, 1 << 22]) {
      const reading = await read(content, { chunkBytes });
      assert.deepEqual(rowsOf(reading.history), [row(exact), ROWS[1]]);
      assert.deepEqual(kindsOf(reading), ['line-too-long']);
      assert.deepEqual([...reading.history.line], [2, 4]);
      assert.equal(reading.problems[0]!.line, 3);
      assert.ok(reading.problems[0]!.excerpt.length <= 120);
    }
  });

  it('of one endless line are read in little memory', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      const chunk = Buffer.alloc(1 << 20, 'a');
      yield Buffer.from(`${HEADER}\n`);
      for (let i = 0; i < 512; i++) yield await Promise.resolve(chunk);
    }
    const { readTrace } = await import('../../../src/ingest/read-trace.ts');
    const before = process.memoryUsage.rss();
    const reading = await readTrace(endless(), { name: 'a.csv' });
    assert.deepEqual(kindsOf(reading), ['line-too-long']);
    assert.deepEqual(reading.reading, { accepted: 0, rejected: 1, blank: 0 });
    assert.ok(process.memoryUsage.rss() - before < 200e6);
  });

  it('tell the form where the name does not', async () => {
    const json = '{"request_id":"r1","inventory_key":"kä","result":"success"}\n';
    for (const [content, format] of [
      [TEXT, 'csv'],
      [`\n\n ${json}`, 'ndjson'],
    ] as const) {
      const reading = await read(content, { name: 'download', chunkBytes: 1 });
      assert.equal(reading.format, format);
      assert.deepEqual(rowsOf(reading.history)[0], row('r1'));
    }
    assert.deepEqual((await read(' \n\n\t', { name: 'blank' })).reading, {
      accepted: 0,
      rejected: 0,
      blank: 3,
    });
  });
});

describe('a gzipped trace', () => {
  it('is unpacked, by its content, whatever its name; members in a row are one text', async () => {
    const [head, tail] = [TEXT.slice(0, 30), TEXT.slice(30)];
    for (const name of ['a.trace.csv.gz', 'a.trace.csv']) {
      const reading = await read(Buffer.concat([gzipSync(head), gzipSync(tail)]), { name, chunkBytes: 5 });
      assert.deepEqual(rowsOf(reading.history), ROWS);
      assert.ok(reading.gzipped);
      assert.deepEqual(reading.problems, []);
    }
  });

  it('may be no gzip at all', async () => {
    assert.deepEqual(rowsOf((await read(TEXT, { name: 'a.trace.csv.gz' })).history), ROWS);
  });

  it('cut anywhere has the rows before the cut and one problem', async () => {
    const lines = Array.from({ length: 2000 }, (_, i) => `r${i},k${(i * 7919) % 1009},success\n`);
    const packed = gzipSync(`${HEADER}\n${lines.join('')}`);
    for (let length = 3; length < packed.length; length += 97) {
      const reading = await read(packed.subarray(0, length), { name: 'a.csv.gz' });
      assert.deepEqual(kindsOf(reading), ['bad-gzip']);
      assert.equal(reading.reading.rejected, 1);
      rowsOf(reading.history).forEach((each, i) => {
        assert.equal(`${each.request_id},${each.inventory_key},${each.result}\n`, lines[i]);
      });
    }
  });

  it('that is damaged has the rows before the damage and one problem', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `r${i},k${(i * 7919) % 1009},success\n`);
    const packed = gzipSync(`${HEADER}\n${lines.join('')}`);
    packed.fill(0xff, packed.length / 2, packed.length / 2 + 100);
    const reading = await read(packed, { name: 'a.csv.gz' });
    assert.deepEqual(
      kindsOf(reading).filter((kind) => kind === 'bad-gzip'),
      ['bad-gzip'],
    );
    assert.ok(reading.history.size > 1000 && reading.history.size < 20_000);
    assert.ok(reading.reading.rejected > 0);
  });

  it('that zeros pad is read to its end', async () => {
    for (const zeros of [1, 511, 100_000]) {
      const reading = await read(Buffer.concat([gzipSync(TEXT), Buffer.alloc(zeros)]), { name: 'a.csv.gz' });
      assert.deepEqual(rowsOf(reading.history), ROWS);
      assert.deepEqual(reading.problems, []);
    }
  });

  it('with something else behind it loses next to nothing before that', async () => {
    const lines = Array.from({ length: 200_000 }, (_, i) => `r${i},k${(i * 7919) % 1009},success\n`);
    const packed = gzipSync(`${HEADER}\n${lines.join('')}`);
    const reading = await read(Buffer.concat([packed, Buffer.from('garbage')]), { name: 'a.csv.gz' });
    assert.deepEqual(kindsOf(reading).slice(0, 1), ['bad-gzip']);
    assert.ok(reading.history.size > 199_500, `${reading.history.size} rows`);
    assert.equal(reading.reading.restLost, true);
  });

  it('that is a bomb stops at the ratio', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    const reading = await read(Buffer.concat([gzipSync(TEXT), bomb]), { name: 'a.csv.gz' });
    assert.deepEqual(kindsOf(reading), ['gzip-bomb', 'line-too-long']);
    // The endless line, and the rest that was not unpacked.
    assert.match(reading.problems[0]!.message, /250 times/);
    assert.deepEqual(rowsOf(reading.history), ROWS);
    assert.deepEqual(reading.reading, { accepted: 2, rejected: 2, blank: 0, restLost: true });
  });

  it('that is a bomb stops at the output limit', async () => {
    const reading = await read(gzipSync(TEXT.repeat(1000)), {
      gunzipLimits: { outputBytes: 10_000, ratio: 1e9 },
      chunkBytes: 10,
    });
    assert.equal(kindsOf(reading)[0], 'gzip-bomb');
  });
});
