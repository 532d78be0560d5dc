import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { nodeSqlite } from '../../../src/harness/store/sqlite/node-sqlite.ts';
import { readManifest } from '../../../src/ingest/run-files/manifest.ts';
import { runCli } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-books-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});
const path = (name: string) => join(folder, name);
const manifest = (name: string) => readManifest(readFileSync(path(name), 'utf8')).members;

function shop(name: string): { readonly url: string; exec: (sql: string) => void; close: () => void } {
  const database = new (nodeSqlite().DatabaseSync)(path(name));
  database.exec(`CREATE TABLE stock (sku TEXT, left INTEGER, rev INTEGER);
    INSERT INTO stock VALUES ('seat-7', 1, 1)`);
  return {
    url: `sqlite:${path(name)}`,
    exec: (sql) => {
      database.exec(sql);
    },
    close: () => {
      database.close();
    },
  };
}

const QUERY = 'SELECT sku AS key, left AS value, rev AS version FROM stock';
/** One seat sold twice, as the log of a service that writes whatever was written since. */
const LOG = `request_id,inventory_key,read_version,write_version,result
a,seat-7,1,2,success
b,seat-7,1,3,success
`;

void describe('race-trace books', () => {
  void it('turns a log and a store into a balance, without a manifest written by hand', async () => {
    const { url, exec, close } = shop('shop.db');
    writeFileSync(path('sold.trace.csv'), LOG);
    const books = (moment: string) =>
      runCli(['books', moment, path('sold.trace.csv'), '--store', url, '--query', QUERY, '--closed']);
    const before = await books('before');
    assert.equal(before.code, 0, before.stderr);
    assert.match(before.stderr, /^race-trace: reads sqlite:\S+ with SELECT sku AS key/);
    assert.match(before.stdout, /^initial {4}1 record, 1 unit\nmanifest {3}\S+sold\.run\.json\n/);
    exec('UPDATE stock SET left = 0, rev = 3');
    const end = await books('after');
    close();
    assert.match(end.stdout, /^remaining {2}1 record, 0 units\n[\s\S]*check \S+sold\.trace\.csv\n$/);
    const { stdout, code } = await runCli(['check', path('sold.trace.csv')]);
    assert.match(stdout, /initial 1 ≠ remaining 0 \+ confirmed 2/);
    assert.doesNotMatch(stdout, /incomplete/);
    assert.equal(code, 1);
  });

  void it('cannot change the store, whatever the query is', async () => {
    const { url, close } = shop('kept.db');
    const { code, stderr } = await runCli([
      ...['books', 'before', path('kept.trace.csv'), '--store', url],
      ...['--query', `UPDATE stock SET left = 9 RETURNING sku AS key, left AS value`],
    ]);
    close();
    assert.equal(code, 2);
    assert.match(stderr, /readonly database/);
    assert.equal(existsSync(path('kept.run.json')), false);
  });

  void it('takes what a command prints, for several traces and into a manifest of any name', async () => {
    const command = `printf 'key,value\\nseat-7,4\\n'`;
    const pods = [path('pod-1.trace.csv'), path('pod-2.trace.csv')];
    const both = await runCli(['books', 'before', ...pods, '--command', command]);
    assert.equal(both.code, 0, both.stderr);
    assert.match(both.stderr, /^race-trace: runs printf/);
    assert.deepEqual(manifest('pod-1.run.json'), manifest('pod-2.run.json'));
    await runCli(['books', 'after', pods[0]!, '--command', command, '--to', path('other.json')]);
    assert.equal(manifest('other.json').remaining?.get('seat-7')?.value, 4);
  });

  void it('says why there are no books, and writes none', async () => {
    const said = async (...flags: readonly string[]) => {
      const { code, stderr } = await runCli(['books', 'before', path('none.trace.csv'), ...flags]);
      assert.equal(code, 2);
      return stderr;
    };
    assert.match(await said(), /Name --store URL and --query TEXT, or --command LINE/);
    assert.match(await said('--command', 'x', '--store', 'sqlite:a'), /not from both/);
    assert.match(await said('--command', 'exit 3'), /the command ended with 3/);
    assert.match(await said('--command', 'echo sku,left; echo a,1'), /its columns are sku, left/);
    assert.match(await said('--store', 'memory:', '--query', 'x'), /has no records of another program/);
    assert.match(await said('--store', `sqlite:${path('no.db')}`, '--query', QUERY), /unable to open/);
    assert.match(await said('--store', 'redis://127.0.0.1:1', '--query', 'SELECT 1'), /is no query of Redis/);
    assert.equal(existsSync(path('none.run.json')), false);
  });

  void it('finds the store in the config that the trace belongs to, of which a flag takes the place', async () => {
    mkdirSync(path('own/logs'), { recursive: true });
    shop('own/shop.db').close();
    const trace = path('own/logs/a.trace.csv');
    writeFileSync(
      path('own/race-trace.json'),
      JSON.stringify({ store: { url: 'sqlite:shop.db', books: QUERY } }),
    );
    const found = await runCli(['books', 'before', trace]);
    assert.match(found.stderr, /^race-trace: reads sqlite:\S+own\/shop\.db with SELECT sku AS key/);
    assert.equal(manifest('own/logs/a.run.json').initial?.get('seat-7')?.value, 1);
    const other = await runCli([
      'books',
      'before',
      trace,
      '--query',
      'SELECT 8 AS key, left AS value FROM stock',
    ]);
    assert.equal(other.code, 0, other.stderr);
    assert.deepEqual([...manifest('own/logs/a.run.json').initial!.keys()], ['8']);
    writeFileSync(
      path('own/race-trace.json'),
      JSON.stringify({ store: { command: 'echo key,value; echo 9,1; ls' } }),
    );
    const ran = await runCli(['books', 'before', trace]);
    assert.match(ran.stderr, /^race-trace: runs echo key,value; echo 9,1; ls in \S+own\n/);
    // What it prints besides are rows of its folder, without a value.
    assert.match(ran.stderr, /row 2 has no value/);
  });

  void it('prints and stores no password', async () => {
    const flags: readonly (readonly string[])[] = [
      ['--store', 'postgres://app:geheim@127.0.0.1:1/shop', '--query', QUERY],
      ['--store', 'mysql://app:geheim@db/shop', '--query', QUERY],
      ['--store', 'etcd://app:geheim@db', '--query', 'stock/'],
      ['--command', 'echo "key,value"; echo a,1; : psql postgres://app:geheim@db/shop PGPASSWORD=geheim'],
    ];
    for (const each of flags) {
      const { stdout, stderr } = await runCli(['books', 'before', path('secret.trace.csv'), ...each]);
      assert.doesNotMatch(stdout + stderr, /geheim/);
    }
    assert.doesNotMatch(readFileSync(path('secret.run.json'), 'utf8'), /geheim/);
  });
});
