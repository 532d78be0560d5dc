import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { withRunFolder } from '../../../src/cli/output/run-folder.ts';
import { goneAll } from '../harness/processes.ts';
import { startRun } from './running.ts';
import { runCli } from './terminal.ts';

const LOCK = '.race-trace.lock';
/** More than any process id. */
const NOBODY = 2 ** 31 - 2;

const folder = mkdtempSync(join(tmpdir(), 'race-trace-cli-folder-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

void describe('the folder of a run', { concurrency: false }, () => {
  it('is another one for each of those that begin in the same second', async () => {
    const name = 'test-of-folders';
    const made: string[] = [];
    const { promise: allBegan, resolve: goOn } = Promise.withResolvers<undefined>();
    const work = async (directory: string) => {
      if (made.push(directory) === 3) goOn(undefined);
      await allBegan;
      assert.ok(existsSync(join(directory, LOCK)));
    };
    await Promise.all([1, 2, 3].map(() => withRunFolder({ out: undefined, name }, work)));
    assert.equal(new Set(made).size, 3, made.join());
    for (const directory of made) {
      assert.match(basename(directory), /^test-of-folders-\d{8}-\d{6}(-[23])?$/);
      assert.deepEqual(readdirSync(directory), []);
      rmSync(directory, { recursive: true });
    }
  });

  it('is refused while another run writes there, and taken over when that is gone', async () => {
    const out = join(folder, 'shared');
    const flags = ['--rate', '40', '--workers', '2', '--quiet'];
    const first = await startRun(['load', ...flags, '--duration', '10m'], out, 'load.trace.csv');
    const again = ['run', 'load', ...flags, '--duration', '1s', '--out', out, '--format', 'json'];
    const refused = await runCli(again);
    assert.deepEqual([refused.code, refused.stdout], [2, '']);
    assert.match(refused.stderr, new RegExp(`another run, process ${first.pid}, writes into .*--out`));

    // It has no time to take its lock away.
    first.kill('SIGKILL');
    await first.ended(60_000);
    await goneAll(first.processes);
    assert.ok(existsSync(join(out, LOCK)));
    const { stdout } = await runCli(again);
    const { metrics, check } = JSON.parse(stdout) as {
      metrics: { attempts: { started: number } };
      check: { rows: { accepted: number } };
    };
    assert.equal(check.rows.accepted, metrics.attempts.started);
    assert.ok(!existsSync(join(out, LOCK)));
  });

  it('of a validation is refused for one of its parts', async () => {
    const out = join(folder, 'all');
    await withRunFolder({ out: join(out, 'conditional'), name: '' }, async () => {
      const { code, stderr } = await runCli(['run', 'all', '--out', out, '--duration', '1s']);
      assert.equal(code, 2);
      assert.match(stderr, /another run, process \d+, writes into .*conditional;/);
    });
    assert.deepEqual(
      readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes(LOCK)),
      [],
    );
  });

  for (const [whose, text] of [
    ['a process that is gone', `${NOBODY}\n`],
    ['this process, which has not begun a run there', `${process.pid}\n`],
  ] as const)
    it(`is taken over from ${whose}`, async () => {
      const out = mkdtempSync(join(folder, 'left-'));
      writeFileSync(join(out, LOCK), text);
      const read = () => Promise.resolve(readFileSync(join(out, LOCK), 'utf8'));
      assert.equal(await withRunFolder({ out, name: '' }, read), `${process.pid}\n`);
      assert.deepEqual(readdirSync(out), []);
    });

  it('is left to the run that has just made the lock and not yet written its id', async () => {
    const out = join(folder, 'new');
    mkdirSync(out);
    writeFileSync(join(out, LOCK), '');
    await assert.rejects(
      withRunFolder({ out, name: '' }, () => Promise.resolve()),
      /another run writes into .* or remove .*\.lock/,
    );
  });

  it('has nothing of an earlier run of the phase when a new one begins', async () => {
    const out = join(folder, 'again');
    mkdirSync(out);
    for (const ending of ['metrics.json', 'hlog', 'trace.csv', 'run.json'])
      writeFileSync(join(out, `load.${ending}`), 'earlier');
    writeFileSync(join(out, 'baseline.trace.csv'), 'of another phase');
    const flags = ['load', '--rate', '40', '--duration', '10m', '--workers', '2', '--quiet'];
    const run = await startRun(flags, out, 'load.trace.csv');
    assert.deepEqual(
      readdirSync(out)
        .filter((name) => /^(load|base)/.test(name))
        .sort(),
      ['baseline.trace.csv', 'load.run.json', 'load.trace.csv'],
    );
    run.kill('SIGINT');
    await run.ended(60_000);
    assert.doesNotMatch(readFileSync(join(out, 'load.metrics.json'), 'utf8'), /^earlier/);
  });
});
