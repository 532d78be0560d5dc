import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, it } from 'node:test';
import type pg from 'pg';
import { eventually } from '../eventually.ts';
import { runCli } from '../unit/cli/terminal.ts';
import { postgres, withClient } from './with-tap.ts';

const server = await postgres();
const MAIN = resolve(import.meta.dirname, '../../src/cli/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'race-trace-tap-'));
after(() => {
  rmSync(folder, { recursive: true });
});

/** The command line in the folder; what it has printed grows. */
function race(...args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder });
  const printed = { text: '' };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      printed.text += chunk.toString();
    });
  const exit = once(child, 'close').then(([code]) => code as number | null);
  return { child, printed, exit };
}

/** A tap that records, and its URL. */
async function recording(url: string, out: string) {
  const tap = race('tap', url, '--out', out, '--quiet', '30');
  const through = await eventually(() => {
    const [, address] = /^tap {8}(\S+)$/m.exec(tap.printed.text) ?? [];
    assert.ok(address !== undefined, tap.printed.text);
    return address;
  });
  return { ...tap, through };
}

/** A service that takes one unit, with a card number that is nobody's business but its own. */
async function buy(client: pg.Client, sku: string): Promise<void> {
  await client.query('begin');
  const { rows } = await client.query<{ n: number }>('select n, rev from stock where sku = $1', [sku]);
  if (rows[0]!.n === 0) await client.query('rollback');
  else {
    await client.query(`insert into paid values ($1, '4111-secret-in-text')`, ['4222-secret-parameter']);
    await client.query('update stock set n = n - 1, rev = rev + 1 where sku = $1', [sku]);
    await client.query('commit');
  }
}

const rowsIn = (file: string) =>
  readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

if (server !== undefined)
  describe('race-trace tap', () => {
    const { url } = server;
    const withPassword = url.replace('postgres@', 'postgres:hunter2@');
    writeFileSync(
      join(folder, 'race-trace.json'),
      JSON.stringify({
        store: {
          url: withPassword,
          books: 'select sku as key, n as value, rev as version from stock',
          columns: { key: 'sku', value: 'n', version: 'rev' },
        },
      }),
    );
    writeFileSync(join(folder, 'shop.js'), "const READ = 'select n, rev from stock where sku = $1';\n");
    const stock = () =>
      withClient(url, (client) =>
        client.query(`drop table if exists stock, paid; create table paid (a text, b text);
          create table stock (sku text primary key, n int, rev int); insert into stock values ('a', 1, 1), ('b', 9, 5)`),
      );

    it('records requests as a trace that check reads, with books and lines, and keeps no value that is not named', async () => {
      await stock();
      const { through, printed, child, exit } = await recording(withPassword, 'buy.trace.ndjson');
      assert.match(through, /^postgres:\/\/postgres:\*\*\*@127\.0\.0\.1:\d+\//);
      await withClient(through, async (client) => {
        for (const [at, sku] of ['a', 'b', 'a'].entries()) {
          await buy(client, sku);
          await eventually(() => {
            assert.equal(rowsIn('buy.trace.ndjson').length, at + 1);
          });
        }
      });
      child.kill('SIGINT');
      assert.equal(await exit, 130);
      const rows = rowsIn('buy.trace.ndjson').map((row) =>
        [
          'request_id',
          'inventory_key',
          'result',
          'read_value',
          'read_version',
          'write_value',
          'write_version',
          'read_site',
        ].map((column) => row[column]),
      );
      assert.deepEqual(rows, [
        ['t1', 'a', 'success', 1, '1', 0, '2', 'shop.js:1'],
        ['t2', 'b', 'success', 9, '5', 8, '6', 'shop.js:1'],
        ['t3', 'a', 'rejected', 0, '2', undefined, undefined, 'shop.js:1'],
      ]);
      const written = ['buy.trace.ndjson', 'buy.run.json'].map((file) =>
        readFileSync(join(folder, file), 'utf8'),
      );
      assert.doesNotMatch([...written, printed.text].join(), /secret|hunter2/);
      assert.match(printed.text, /insert into paid values \(\$1, \?\) → INSERT 0 1/);
      assert.match(printed.text, /read: shop\.js:1 \(inferred\)/);
      assert.match(printed.text, /write: no line: no source has its text/);
      const check = race('check', 'buy.trace.ndjson');
      assert.equal(await check.exit, 0, check.printed.text);
      assert.match(check.printed.text, /the books balance/);
    });

    it('loses nothing that it has recorded when it is killed, and the trace says that it is not complete', async () => {
      await stock();
      const { through, child, exit } = await recording(url, 'killed.trace.ndjson');
      await withClient(through, async (client) => {
        await buy(client, 'b');
        await eventually(() => {
          assert.equal(rowsIn('killed.trace.ndjson').length, 1);
        });
        await eventually(() => {
          assert.match(readFileSync(join(folder, 'killed.run.json'), 'utf8'), /"remaining"[^]*"version": 6/);
        });
        child.kill('SIGKILL');
      }).catch(() => undefined);
      assert.equal(await exit, null);
      const check = race('check', 'killed.trace.ndjson');
      assert.equal(await check.exit, 3, check.printed.text);
    });

    it('says what is wrong and what to do, and ends in exit code 2', async () => {
      const taken = createServer().listen(0, '127.0.0.1');
      await once(taken, 'listening');
      const { port } = taken.address() as AddressInfo;
      const cases: readonly (readonly [readonly string[], RegExp])[] = [
        [['mysql://x@h/y'], /speaks the protocol of PostgreSQL/],
        [[url, '--listen', '0.0.0.0:0'], /listens on this machine alone/],
        [[url, '--listen', 'here'], /an address such as 127\.0\.0\.1:6543/],
        [[url, '--listen', `127.0.0.1:${port}`], /another program listens there; choose another port/],
        [[url, '--query', 'select 1 as nothing'], /the books cannot be read/],
        [[url, '--out', 'no/such/folder/x.trace.ndjson'], /no\/such\/folder/],
      ];
      try {
        for (const [args, sentence] of cases) {
          const { code, stderr } = await runCli(['tap', ...args]);
          assert.equal(code, 2, stderr);
          assert.match(stderr, sentence);
          assert.doesNotMatch(stderr, /\n {4}at /);
        }
      } finally {
        taken.close();
      }
    });
  });
