import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readManifest } from '../../../src/ingest/run-files/manifest.ts';
import { eventually } from '../../eventually.ts';

const MAIN = join(import.meta.dirname, '../../../src/cli/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'race-trace-record-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});
const path = (name: string) => join(folder, name);
const manifest = (name: string) => readManifest(readFileSync(path(name), 'utf8')).members;

/** The number of units is what stands in a file, which the load takes one from. */
const BOOKS = ['--command', `printf 'key,value\\nseat-7,'; cat left; : postgres://app:geheim@db/shop`];
const HEADER = 'request_id,inventory_key,result';

function record(flags: readonly string[], load: string, ...args: readonly string[]) {
  writeFileSync(path('left'), '2\n');
  const command = ['--', process.execPath, '-e', load, ...args];
  return spawnSync(process.execPath, [MAIN, 'record', ...flags, ...command], {
    cwd: folder,
    encoding: 'utf8',
  });
}

const sells = (file: string) =>
  `const fs = require('fs'); fs.writeFileSync('left', '1\\n'); fs.writeFileSync(${file}, '${HEADER}\\na,seat-7,success\\n');`;

void describe('race-trace record', () => {
  void it('runs a command between two looks into the books, and passes on what it prints and its exit code', () => {
    const flags = ['--out', 'sold', '--closed', ...BOOKS];
    const load = `${sells(`process.env.RACE_TRACE + 'race.1.trace.csv'`)} console.log(process.argv.slice(1).join()); process.exitCode = 7;`;
    const { status, stdout, stderr } = record(flags, load, '--', '--rate', '5');
    assert.equal(status, 7, stderr);
    assert.equal(stdout, '--rate,5\n');
    assert.match(stderr, /runs printf[\s\S]*initial 1 record, 2 units\n[\s\S]*remaining 1 record, 1 unit\n/);
    assert.match(stderr, /to check: .* check sold\n$/);
    assert.doesNotMatch(stderr, /geheim/);
    const { initial, remaining, complete, closed } = manifest('sold/race.1.run.json');
    assert.deepEqual([initial?.get('seat-7')?.value, remaining?.get('seat-7')?.value], [2, 1]);
    assert.deepEqual([complete, closed], [true, true]);
    const again = record(flags, load);
    assert.equal(again.status, 2);
    assert.match(again.stderr, /there are traces of another run in sold; name another folder/);
  });

  void it('writes the manifest of a log that the service keeps itself', () => {
    const { status, stderr } = record(['--trace', 'own.trace.csv', ...BOOKS], sells(`'own.trace.csv'`));
    assert.equal(status, 0, stderr);
    assert.equal(manifest('own.run.json').remaining?.get('seat-7')?.value, 1);
    assert.match(stderr, /to check: .* check own\.trace\.csv\n$/);
  });

  void it('says that a run is not whole whose command was killed', () => {
    const load = `${sells(`'cut.trace.csv'`)} process.kill(process.pid, 'SIGKILL');`;
    assert.equal(record(['--trace', 'cut.trace.csv', ...BOOKS], load).status, 128 + 9);
    assert.equal(manifest('cut.run.json').complete, undefined);
  });

  void it('keeps what the store held before where it cannot be asked any more', () => {
    const load = `${sells(`'gone.trace.csv'`)} fs.rmSync('left');`;
    const { status, stderr } = record(['--trace', 'gone.trace.csv', ...BOOKS], load);
    assert.equal(status, 2);
    assert.match(stderr, /the books cannot be read: row 1 has no value/);
    const { initial, remaining, complete } = manifest('gone.run.json');
    assert.deepEqual([initial?.get('seat-7')?.value, remaining, complete], [2, undefined, undefined]);
  });

  void it('is no success where no trace was written, or the command cannot be started', () => {
    const silent = record(BOOKS, '');
    assert.equal(silent.status, 2);
    assert.match(
      silent.stderr,
      /no trace was written into \S+record-\S+: does what the command starts use the recorder\?/,
    );
    const { status, stderr } = spawnSync(process.execPath, [MAIN, 'record', ...BOOKS, '--', './no-such'], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.equal(status, 2);
    assert.match(stderr, /no-such cannot be used: it does not exist/);
  });

  void it('passes a signal on, waits for the command, and writes no manifest', async () => {
    writeFileSync(path('left'), '2\n');
    const load = `const fs = require('fs');
      process.on('SIGTERM', () => { fs.writeFileSync('told', ''); clearInterval(waiting); });
      const waiting = setInterval(() => {}, 1000);
      fs.writeFileSync('ready', '');`;
    const child = spawn(
      process.execPath,
      [MAIN, 'record', '--trace', 'ended.trace.csv', ...BOOKS, '--', process.execPath, '-e', load],
      { cwd: folder, stdio: 'ignore' },
    );
    await eventually(() => {
      assert.ok(existsSync(path('ready')));
    });
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    assert.equal(code, 130);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name === 'told' || name === 'ended.run.json'),
      ['told'],
    );
  });
});
