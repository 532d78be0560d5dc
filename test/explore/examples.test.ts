import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, it } from 'node:test';
import { freePort } from '../../scripts/host/port.ts';
import { findJava } from '../../scripts/servers/java.ts';
import { startPostgres } from '../../scripts/servers/postgres.ts';
import { findOrInstall } from '../../scripts/servers/programs.ts';
import { findPython } from '../../scripts/servers/python.ts';
import { eventually } from '../eventually.ts';
import { commandsOf } from '../examples/follow.ts';
import { needed } from '../needed.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const JDBC = '/usr/share/java/postgresql.jar';

/** The part of `explore --format json` that these tests look at. */
interface Explored {
  readonly verdict: string;
  readonly complete: boolean;
  readonly schedules: number;
  readonly failing: number;
  readonly failures: readonly {
    readonly schedule: string;
    readonly steps: readonly { site: string; step: string }[];
  }[];
}

const found = await needed('the examples that are explored', 'npm test -- explore', async () => ({
  python: await findPython({ module: 'psycopg2', debian: 'python3-psycopg2' }),
  java: await findJava(),
  jdbc: await findOrInstall(
    { name: 'the JDBC driver of PostgreSQL', debian: 'libpostgresql-jdbc-java' },
    () => (existsSync(JDBC) ? JDBC : undefined),
  ),
  server: await startPostgres(),
}));
if (found !== undefined) {
  const { server, python } = found;
  after(() => server.stop());

  /** Follows the README of an example, on ports and in a database of the test's own. */
  const example = (name: string, source: string, site: RegExp, replays: number) => {
    for (const [variant, ends] of [
      ['unsafe', 1],
      ['fixed', 0],
    ] as const)
      it(`${name}: ${variant === 'unsafe' ? 'some order of statements breaks the invariant' : 'every order keeps it'}`, async () => {
        const folder = mkdtempSync(join(tmpdir(), 'race-trace-explore-'));
        cpSync(join(ROOT, 'examples', name), folder, { recursive: true });
        const ports = { tap: await freePort(), service: await freePort() };
        const replaced = (text: string) =>
          text
            .replaceAll('postgres://postgres@127.0.0.1/postgres', server.url)
            .replaceAll('127.0.0.1:6543', `127.0.0.1:${ports.tap}`)
            .replaceAll('127.0.0.1:3000', `127.0.0.1:${ports.service}`)
            .replaceAll('PORT=3000', `PORT=${ports.service}`)
            .replaceAll('python3 ', `${python} `)
            .replaceAll(`examples/${name}`, folder);
        const config = join(folder, 'race-trace.json');
        writeFileSync(config, replaced(readFileSync(config, 'utf8')));
        const [tables = '', start = '', explore = ''] = commandsOf(name).map(replaced);
        assert.match(explore, /dist\/cli\.js explore/);
        run(tables, ROOT);
        // The example finds its driver in the clone's own packages.
        const service = spawn(
          'sh',
          [
            '-c',
            `exec env ${start
              .trim()
              .replace(`${folder}/${source}`, join(ROOT, 'examples', name, source))
              .replace('unsafe', variant)}`,
          ],
          {
            cwd: ROOT,
            stdio: 'inherit',
          },
        );
        try {
          await answers(ports.service);
          const cli = [process.execPath, join(ROOT, 'src/cli/main.ts'), 'explore', '--yes'];
          const { status, stdout, stderr } = spawnSync(cli[0]!, [...cli.slice(1), '--format', 'json'], {
            cwd: folder,
            encoding: 'utf8',
          });
          assert.equal(status, ends, `${stdout}\n${stderr}`);
          const { verdict, complete, failing, failures } = JSON.parse(stdout) as Explored;
          assert.deepEqual([verdict, complete], [ends === 1 ? 'violation' : 'ok', true]);
          assert.equal(failing > 0, ends === 1);
          if (ends === 0) return;
          const sites = failures[0]!.steps.map((step) => step.site);
          assert.ok(
            sites.some((each) => site.test(each)),
            sites.join(', '),
          );
          const again = ['--replay', failures[0]!.schedule, '--runs', String(replays), '--format', 'json'];
          const replay = spawnSync(cli[0]!, [...cli.slice(1), ...again], { cwd: folder, encoding: 'utf8' });
          const { runs, identical } = JSON.parse(replay.stdout) as { runs: number; identical: number };
          assert.deepEqual([replay.status, runs, identical], [1, replays, replays], replay.stderr);
        } finally {
          await ended(service);
          rmSync(folder, { recursive: true, force: true });
        }
      });
  };
  // All go the same way through the tap: one is replayed a hundred times, which takes half a minute, the others so that it shows.
  example('concert', 'concert.ts', /^concert\.ts:\d+/, 100);
  example('wallet', 'wallet.py', /^wallet\.py:\d+/, 10);
  example('rooms', 'Rooms.java', /^Rooms\.java:\d+/, 10);
}

function run(commands: string, cwd: string): void {
  const { status, stderr } = spawnSync('sh', ['-ec', commands], { cwd, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}

/** Resolves when a service answers anything at all. */
async function answers(port: number): Promise<void> {
  await eventually(() => fetch(`http://127.0.0.1:${port}/nothing`));
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
