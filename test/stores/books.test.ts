import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { createClient } from '@redis/client';
import pg from 'pg';
import { startEtcd } from '../../scripts/servers/etcd.ts';
import { startPostgres } from '../../scripts/servers/postgres.ts';
import { startRedis } from '../../scripts/servers/redis.ts';
import type { Server } from '../../scripts/servers/server-process.ts';
import { queryStore, runStatements } from '../../src/harness/store/open-store.ts';
import { booksOf } from '../../src/ingest/books/records.ts';
import { readManifest } from '../../src/ingest/run-files/manifest.ts';
import { runCli, type Ran } from '../unit/cli/terminal.ts';
import { needed } from '../needed.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-books-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const booksBy = async (url: string, query: string) =>
  Object.fromEntries(booksOf((await queryStore(url, query)).rows));

const [postgres, redis, etcd] = [
  await serverOf('PostgreSQL', startPostgres),
  await serverOf('Redis', startRedis),
  await serverOf('etcd', () => startEtcd(1)),
];
if (postgres !== undefined) {
  it('books are read from PostgreSQL exactly, and a query that would write is refused', () =>
    readsPostgres(postgres.url));
  it('statements put records of PostgreSQL back, all of them or none', () => resetsPostgres(postgres.url));
  it('a table without a version column is checked by xmin: what overwrites a write is found', () =>
    soldByXmin(postgres.url, 'unsafe'));
  it('a table without a version column is checked by xmin: a write on condition of it is ok', () =>
    soldByXmin(postgres.url, 'fixed'));
}
if (redis !== undefined) {
  it('books are read from texts and hashes of Redis', () => readsRedis(redis.url));
  it('commands put records of Redis back', () => resetsRedis(redis.url));
}
if (etcd !== undefined)
  it('books are read from etcd with the revisions that wrote them', () => readsEtcd(etcd.url));

async function serverOf<S extends Server>(name: string, start: () => Promise<S>): Promise<S | undefined> {
  const server = await needed(`the books in ${name}`, 'npm run test:stores', start);
  if (server !== undefined) after(() => server.stop());
  return server;
}

async function readsPostgres(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`CREATE TABLE stock (sku bigint PRIMARY KEY, remaining numeric, rev bigint)`);
  await client.query(`INSERT INTO stock VALUES (7, 3, 9007199254740993), (8, 0, NULL)`);
  await client.end();
  assert.deepEqual(await booksBy(url, 'SELECT sku AS key, remaining AS value, rev AS version FROM stock'), {
    7: { value: 3, version: 9007199254740993n },
    8: { value: 0, version: undefined },
  });
  const write = 'UPDATE stock SET remaining = 9 RETURNING sku AS key, remaining AS value';
  await assert.rejects(queryStore(url, write), /cannot execute UPDATE in a read-only transaction/);
}

async function resetsPostgres(url: string): Promise<void> {
  await runStatements(
    url,
    `CREATE TABLE seats (seat text PRIMARY KEY, free int); INSERT INTO seats VALUES ('a', 0)`,
  );
  await runStatements(url, `UPDATE seats SET free = 1; INSERT INTO seats VALUES ('b;c', 2)`);
  const books = () => booksBy(url, 'SELECT seat AS key, free AS value FROM seats');
  const both = { a: { value: 1, version: undefined }, 'b;c': { value: 2, version: undefined } };
  assert.deepEqual(await books(), both);
  await assert.rejects(
    runStatements(url, 'DELETE FROM seats; UPDATE nothing SET x = 1'),
    /"nothing" does not exist/,
  );
  assert.deepEqual(await books(), both);
}

async function resetsRedis(url: string): Promise<void> {
  await runStatements(url, 'SET "seat:a b" 1; HSET hash left 3 name "x;\\"y\\""\nSET seat:c \'2\'\n');
  assert.deepEqual(await booksBy(url, 'GET seat:*'), {
    'a b': { value: 1, version: undefined },
    c: { value: 2, version: undefined },
  });
  assert.deepEqual((await queryStore(url, 'HGETALL hash')).rows, [
    { key: 'left', value: '3' },
    { key: 'name', value: 'x;"y"' },
  ]);
  await assert.rejects(runStatements(url, 'NOSUCH x'), /unknown command/);
}

/** Two clients take the last unit of a table with no version column; both read before either writes. */
async function soldByXmin(url: string, variant: 'unsafe' | 'fixed'): Promise<void> {
  const trace = join(folder, `${variant}.trace.ndjson`);
  const books = async (moment: string): Promise<Ran> =>
    runCli([
      ...['books', moment, trace, '--store', url, '--version-scheme', 'opaque', '--closed'],
      ...['--query', `SELECT sku AS key, remaining AS value, xmin AS version FROM ${variant}`],
    ]);
  const clients = [new pg.Client(url), new pg.Client(url)];
  await Promise.all(clients.map((client) => client.connect()));
  await clients[0]!.query(`CREATE TABLE ${variant} (sku text PRIMARY KEY, remaining int)`);
  await clients[0]!.query(`INSERT INTO ${variant} VALUES ('seat-7', 1)`);
  assert.equal((await books('before')).code, 0);

  const read = `SELECT remaining, xmin FROM ${variant} WHERE sku = 'seat-7'`;
  const condition = variant === 'fixed' ? 'AND xmin = $2::xid' : 'AND $2::xid IS NOT NULL';
  const write = `UPDATE ${variant} SET remaining = $1 WHERE sku = 'seat-7' ${condition} RETURNING xmin`;
  const found: { readonly remaining: number; readonly xmin: string }[] = [];
  for (const client of clients) found.push((await client.query(read)).rows[0] as (typeof found)[number]);
  const lines: string[] = [];
  for (const [at, client] of clients.entries()) {
    const { remaining, xmin } = found[at]!;
    const { rows } = await client.query<{ xmin: string }>(write, [remaining - 1, xmin]);
    const row = { request_id: `r${at}`, inventory_key: 'seat-7', worker_id: `w${at}`, read_version: xmin };
    const told = rows[0] ? { write_version: rows[0].xmin, result: 'success' } : { result: 'conflict' };
    lines.push(`${JSON.stringify({ ...row, ...told })}\n`);
    await client.end();
  }
  writeFileSync(trace, lines.join(''));
  assert.equal((await books('after')).code, 0);

  const { stdout } = await runCli(['check', trace, '--format', 'json']);
  const { verdict, counts } = JSON.parse(stdout) as {
    readonly verdict: string;
    readonly counts: Readonly<Record<string, number>>;
  };
  const wrong = variant === 'unsafe' ? 1 : 0;
  assert.deepEqual(
    [verdict, counts['stale-version-write'], counts['invariant-mismatch']],
    [wrong === 1 ? 'violation' : 'ok', wrong, wrong],
    stdout,
  );
}

async function readsRedis(url: string): Promise<void> {
  const client = createClient({ url });
  await client.connect();
  const many = Array.from({ length: 1200 }, (_, at) => [`lot:${at}`, '2'] as const);
  await client.mSet(Object.fromEntries(many));
  await client.mSet({ 'stock:seat-7': '3', 'stock:[8]': '0', stocked: '5' });
  await client.hSet('stock:log', { a: '1' });
  await client.hSet('all', { 'seat-7': '3', 'seat-8': '0' });
  await client.hSet('item:seat-7', { left: '3', rev: '4' });
  await client.hSet('item:seat-8', { left: '0' });
  await client.close();
  const unversioned = (value: number) => ({ value, version: undefined });
  const texts = await booksBy(url, 'get stock:*');
  assert.deepEqual(texts, { 'seat-7': unversioned(3), '[8]': unversioned(0) });
  assert.deepEqual(await booksBy(url, 'GET stocked'), { stocked: unversioned(5) });
  assert.equal(Object.keys(await booksBy(url, 'GET lot:*')).length, many.length);
  assert.deepEqual(await booksBy(url, 'HGETALL all'), { 'seat-7': unversioned(3), 'seat-8': unversioned(0) });
  assert.deepEqual(await booksBy(url, 'HMGET item:* left rev'), {
    'seat-7': { value: 3, version: 4n },
    'seat-8': unversioned(0),
  });
  await assert.rejects(queryStore(url, 'SET stocked 9'), /is no query of Redis; there are GET stock:\*/);
}

async function readsEtcd(url: string): Promise<void> {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const put = async (key: string, value: string) => {
    const body = JSON.stringify({ key: base64(key), value: base64(value) });
    await fetch(`${url.replace('etcd:', 'http:')}/v3/kv/put`, { method: 'POST', body });
  };
  for (const [key, value] of [
    ['stock/seat-7', '3'],
    ['stock/seat-8', '1'],
    ['stocked', '9'],
    ['stock/seat-7', '2'],
  ] as const)
    await put(key, value);
  const books = await booksBy(url, 'stock/');
  assert.deepEqual(Object.keys(books), ['seat-7', 'seat-8']);
  assert.equal(books['seat-7']?.value, 2);
  assert.equal(Number(books['seat-7'].version), Number(books['seat-8']?.version) + 2);
  assert.deepEqual(await booksBy(`${url}/stock`, ''), books);

  const { code, stderr } = await runCli([
    ...['books', 'before', join(folder, 'etcd.trace.csv'), '--store', url, '--query', 'stock/'],
  ]);
  assert.equal(code, 0, stderr);
  const { members } = readManifest(readFileSync(join(folder, 'etcd.run.json'), 'utf8'));
  assert.equal(members.version_scheme, 'monotonic');
}
