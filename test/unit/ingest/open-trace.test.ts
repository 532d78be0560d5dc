import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openTrace, TraceFileError } from '../../../src/ingest/open-trace.ts';
import { HEADER } from './read.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-open-'));
after(() => {
  rmSync(folder, { recursive: true });
});
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
/** Who owns nothing, on any system. */
const NOBODY = 65534;
const MANIFEST = '{"format":"race-trace/1","seed":7,"complete":true}';

describe('opening a trace file', () => {
  it('reads the manifest beside it', async () => {
    const plain = file('a.trace.csv', `${HEADER}\nr1,k,success\n`);
    const packed = file('a.trace.ndjson.gz', gzipSync('{"request_id":1,"inventory_key":2,"result":"retry"}'));
    file('a.run.json', MANIFEST);
    for (const path of [plain, packed]) {
      const { facts, manifestProblems, reading } = await openTrace(path);
      assert.equal(facts?.seed, 7);
      assert.deepEqual(manifestProblems, []);
      assert.equal(reading.accepted, 1);
    }
  });

  it('does not use books that are of other keys than all rows, and says so', async () => {
    const path = file('others.trace.csv', `${HEADER}\nr1,stock:a,success\nr2,stock:b,success\n`);
    const books = (key: string) =>
      file(
        'others.run.json',
        `{"format":"race-trace/1","seed":7,"initial":{"${key}":{"value":2}},"remaining":{"${key}":{"value":0}}}`,
      );
    books('a');
    const { facts, manifestProblems } = await openTrace(path);
    assert.deepEqual([facts?.seed, facts?.initial, facts?.remaining], [7, undefined, undefined]);
    assert.match(
      manifestProblems.map(({ message }) => message).join(),
      /books of 'a', and the rows are of 'stock:a', 'stock:b'/,
    );
    books('stock:b');
    const used = await openTrace(path);
    assert.deepEqual([used.facts?.remaining?.size, used.manifestProblems], [1, []]);
  });

  it('does without a manifest, and says what is wrong with one that it cannot use', async () => {
    const path = file('b.trace.csv', `${HEADER}\nr1,k,success\n`);
    const { facts, manifestProblems } = await openTrace(path);
    assert.deepEqual([facts, manifestProblems], [undefined, []]);
    file('b.run.json', '{');
    assert.equal((await openTrace(path)).manifestProblems.length, 1);
    rmSync(join(folder, 'b.run.json'));
    mkdirSync(join(folder, 'b.run.json'));
    assert.match((await openTrace(path)).manifestProblems[0]!.message, /cannot be read/);
  });

  it('fails with one sentence that names the file and its kind of trouble', async () => {
    const rejects = (path: string, kind: string, message: RegExp) =>
      assert.rejects(openTrace(path), (error) => {
        assert.ok(error instanceof TraceFileError);
        assert.equal(error.kind, kind);
        assert.match(error.message, message);
        return true;
      });
    await rejects(join(folder, 'none.csv'), 'missing', /there is no file .*none\.csv$/);
    await rejects(join(file('c.csv', ''), 'x'), 'missing', /there is no file/);
    await rejects(folder, 'directory', /is a directory/);
    await rejects(join(folder, 'a\u001b[2J'), 'missing', /a\\u\{1b\}\[2J$/);
    await rejects(join(folder, 'x'.repeat(5000)), 'unreadable', /ENAMETOOLONG/);
  });

  it('fails where the user may not read', async () => {
    const path = file('secret.csv', HEADER);
    chmodSync(path, 0);
    // Root may read everything, so it is another user for the while.
    const isRoot = process.geteuid?.() === 0;
    chmodSync(folder, 0o755);
    if (isRoot) process.seteuid!(NOBODY);
    try {
      await assert.rejects(openTrace(path), { kind: 'permission' });
    } finally {
      if (isRoot) process.seteuid!(0);
    }
  });

  it('reads what the file has when it is opened, not what a writer adds meanwhile', async () => {
    const path = file('grows.trace.csv', `${HEADER}\n${'r1,k,success\n'.repeat(50_000)}`);
    let added = false;
    const { reading } = await openTrace(path, {
      onProgress: () => {
        if (!added) appendFileSync(path, 'r2,k,success\n'.repeat(100));
        added = true;
      },
    });
    assert.ok(added);
    assert.equal(reading.accepted, 50_000);
  });

  it('tells how far it is, and can be stopped in the middle', async () => {
    const content = `${HEADER}\n${'r1,k,success\n'.repeat(200_000)}`;
    const path = file('big.trace.csv', content);
    const seen: number[] = [];
    await openTrace(path, {
      onProgress: (done, total) => {
        seen.push(done);
        assert.equal(total, content.length);
      },
    });
    assert.ok(seen.length > 5);
    assert.deepEqual(
      seen,
      seen.toSorted((a, b) => a - b),
    );
    assert.equal(seen.at(-1), content.length);

    const stop = new AbortController();
    // By a timer: reading has to give the event loop its turns.
    setImmediate(() =>
      setImmediate(() =>
        setImmediate(() => {
          stop.abort(new Error('enough'));
        }),
      ),
    );
    let last = 0;
    await assert.rejects(
      openTrace(path, { signal: stop.signal, onProgress: (done) => (last = done) }),
      /enough/,
    );
    assert.ok(last < content.length);
  });
});
