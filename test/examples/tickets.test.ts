import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it, type TestContext } from 'node:test';
import { freePort } from '../../scripts/host/port.ts';
import { startMariaDb } from '../../scripts/servers/mariadb.ts';
import { findPython } from '../../scripts/servers/python.ts';
import { needed } from '../needed.ts';
import { commandsOf } from './follow.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Two threads of a service on a busy machine may once be apart by more than a payment takes. */
const LEAST_SOLD_TWICE = 4;

const found = await needed('the example of the tickets', 'npm run test:examples', async () => ({
  python: await findPython({ module: 'pymysql', debian: 'python3-pymysql' }),
  server: await startMariaDb(),
}));

if (found !== undefined) {
  const { python, server } = found;
  const folder = mkdtempSync(join(tmpdir(), 'race-trace-tickets-'));
  after(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  cpSync(join(ROOT, 'examples/tickets'), folder, { recursive: true });
  const config = join(folder, 'race-trace.json');
  const port = await freePort();
  writeFileSync(config, readFileSync(config, 'utf8').replace(':8080', `:${port}`));

  const [prepare = '', unsafe = '', first = '', fixed = '', second = '', ...more] = commandsOf('tickets');
  const asHere = (commands: string) =>
    commands
      .replace(/MYSQL_TCP_PORT=\d+/, `MYSQL_TCP_PORT=${server.port}`)
      .replace('8080', String(port))
      .replace('python3 ', `exec ${python} `)
      .replace('../../dist/cli.js', join(ROOT, 'src/cli/main.ts'));
  const settings = asHere(prepare.split('\n')[0]!);
  const run = (commands: string) =>
    spawnSync('sh', ['-ec', `${settings}\n${asHere(commands)}`], { cwd: folder, encoding: 'utf8' });

  /** Starts a service as the README does, and resolves when it listens. */
  const started = async (test: TestContext, commands: string) => {
    const script = `${settings}\n${asHere(commands)}`;
    const service = spawn('sh', ['-ec', script], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(service, 'exit');
    test.after(async () => {
      service.kill('SIGKILL');
      await ended;
    });
    await Promise.race([
      once(service.stdout, 'data'),
      ended.then(() => assert.fail(`it ended before it listened: ${commands}`)),
    ]);
  };

  it('tickets: the README has the commands that are followed here', () => {
    assert.deepEqual(more, []);
    const { status, stderr } = run(prepare.split('\n').slice(1).join('\n'));
    assert.equal(status, 0, stderr);
  });

  it('tickets: the unsafe service sells its ticket twice in the rounds', async (test) => {
    await started(test, unsafe);
    const { status, stdout, stderr } = run(first);
    assert.equal(status, 1, stdout + stderr);
    const [, rounds] = /^(\d+) of 5 rounds sold more than was there/m.exec(stdout) ?? [];
    assert.ok(Number(rounds) >= LEAST_SOLD_TWICE, stdout);
    const [, trace] = /^open {3}code (\S+)$/m.exec(stdout) ?? [];
    const checked = run(`node ../../dist/cli.js check ${trace ?? ''}`);
    assert.match(checked.stdout, /evening: 2 units confirmed but 1 taken/);
  });

  it('tickets: the fixed service sells it once in every round', async (test) => {
    await started(test, fixed);
    const { status, stdout, stderr } = run(second);
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /^✓ 5 × 201 410 {3}1 confirmed, 1 taken$/m);
    assert.match(stdout, /^0 of 5 rounds /m);
  });
}
