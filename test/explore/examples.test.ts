import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, it } from 'node:test';
import { findJava } from '../../scripts/servers/java.ts';
import { startPostgres } from '../../scripts/servers/postgres.ts';
import { findOrInstall } from '../../scripts/servers/programs.ts';
import { findPython } from '../../scripts/servers/python.ts';
import { needed } from '../needed.ts';
import { repeats } from '../repeats.ts';
import { runCli } from '../unit/cli/terminal.ts';
import { follow, type Followed, type ServiceExample } from './example-service.ts';

const MAIN = resolve(import.meta.dirname, '../../src/cli/main.ts');
const JDBC = '/usr/share/java/postgresql.jar';
/** How often a schedule that fails is played again. */
const REPLAYS = repeats({ ordinary: 20, long: 100 });

/** The part of `explore --format json` that these tests look at. */
interface Explored {
  readonly verdict: string;
  readonly complete: boolean;
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
  const machine = { url: server.url, python };

  it('concert: what explore writes of the unsafe service holds it, and lets the fixed one pass', () =>
    follow({ name: 'concert', source: 'concert.ts' }, machine, async (example) => {
      await example.serve('unsafe', async () => {
        await unsafeIsRefuted(example);
        for (const kind of KINDS) assert.equal(emitted(kind, python, example).status, 1);
      });
      await example.serve('fixed', async () => {
        await fixedIsCertified(example);
        for (const kind of KINDS) {
          const { status, stdout, stderr } = emitted(kind, python, example);
          assert.equal(status, 0, stdout + stderr);
        }
      });
    }));

  const isExplored = (example: ServiceExample) => {
    it(`${example.name}: some order of statements breaks the invariant of the unsafe service, none that of the fixed one`, () =>
      follow(example, machine, async ({ serve, explore }) => {
        await serve('unsafe', async () => {
          const { code, stdout, stderr } = await explore('--format', 'json');
          assert.equal(code, 1, stdout + stderr);
          const { failures } = JSON.parse(stdout) as Explored;
          const sites = failures[0]!.steps.map(({ site }) => site.split(':')[0]);
          assert.ok(sites.includes(example.source), sites.join(', '));
        });
        await serve('fixed', async () => {
          const { code, stdout, stderr } = await explore('--format', 'json');
          assert.equal(code, 0, stdout + stderr);
          const { verdict, complete } = JSON.parse(stdout) as Explored;
          assert.deepEqual([verdict, complete], ['ok', true]);
        });
      }));
  };
  isExplored({ name: 'wallet', source: 'wallet.py' });
  isExplored({ name: 'rooms', source: 'Rooms.java' });
}

const KINDS = ['node', 'pytest'] as const;

/** Traces, a certificate, a schedule that plays again and two tests: all that is written of a service that is not safe. */
async function unsafeIsRefuted({ explore, folder }: Followed): Promise<void> {
  const { code, stdout, stderr } = await explore('--out', 'found', '--emit-test', 'node');
  assert.equal(code, 1, stdout + stderr);
  const line = lineOf(join(folder, 'concert.ts'), 'UPDATE events SET remaining = $2');
  assert.match(stdout, new RegExp(`^where      concert\\.ts:${line}: error: broken-invariant$`, 'm'));

  const traces = readdirSync('found').filter((name) => name.endsWith('.trace.csv'));
  assert.match(stdout, new RegExp(`^traces     ${traces.length} traces: `, 'm'));
  const checked = await runCli(['check', join('found', traces[0]!)]);
  assert.equal(checked.code, 1, checked.stdout);
  assert.match(checked.stdout, new RegExp(`stale-version-write [^]*at concert\\.ts:${line}\\b`));

  const [, schedule = ''] = /--replay "(.+)"/.exec(stdout) ?? [];
  const played = await explore('--replay', schedule, '--runs', String(REPLAYS), '--format', 'json');
  const { runs, identical } = JSON.parse(played.stdout) as { runs: number; identical: number };
  assert.deepEqual([played.code, runs, identical], [1, REPLAYS, REPLAYS], played.stdout + played.stderr);

  await certificateIsChecked(join('found', 'exploration.json'));
  const again = await explore('--emit-test', 'pytest');
  assert.match(again.stdout, /^test {7}test_race_trace_race\.py$/m);
}

/** All schedules keep the invariant, and `verify` says that these are all. */
async function fixedIsCertified({ explore }: Followed): Promise<void> {
  const { code, stdout, stderr } = await explore('--out', 'fixed', '--emit-test', 'node');
  assert.equal(code, 0, stdout + stderr);
  assert.match(stdout, /^verdict {4}✓ ok: all \d+ schedules keep the invariant, 1 process$/m);
  await certificateIsChecked(join('fixed', 'exploration.json'));
}

/** A certificate is verified as it was written, and refused with a schedule less. */
async function certificateIsChecked(path: string): Promise<void> {
  const verified = await runCli(['verify', path]);
  assert.deepEqual([verified.code, verified.stdout.slice(0, 8)], [0, 'verified'], verified.stdout);
  const certificate = JSON.parse(readFileSync(path, 'utf8')) as { nodes: { next: number[] }[] };
  certificate.nodes.findLast(({ next }) => next.length > 2)!.next.splice(-2);
  const less = `${path}.less.json`;
  writeFileSync(less, JSON.stringify(certificate));
  const refused = await runCli(['verify', less]);
  assert.equal(refused.code, 1, refused.stdout);
}

/** Runs the test that was written. One for pytest needs nothing of pytest but that its function is called. */
function emitted(kind: (typeof KINDS)[number], python: string, { folder }: Followed) {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    RACE_TRACE: `${process.execPath} ${MAIN}`,
    PYTHONDONTWRITEBYTECODE: '1',
  };
  // Node tells a test of its own that it is one, and would tell this one.
  delete env.NODE_TEST_CONTEXT;
  const [program, args] =
    kind === 'node'
      ? [process.execPath, ['--test', 'race-trace.race.test.mjs']]
      : [python, ['-c', 'import test_race_trace_race as t; t.test_the_invariant_holds()']];
  return spawnSync(program, args, { cwd: folder, env, encoding: 'utf8' });
}

function lineOf(path: string, text: string): number {
  const [before] = readFileSync(path, 'utf8').split(text);
  return before!.split('\n').length;
}
