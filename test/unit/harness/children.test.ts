/** What the processes of a run know, and how they end when the run does not end them. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { isPassedOn } from '../../../src/core/passed-environment.ts';
import { eventually } from '../../eventually.ts';
import { childrenOf, goneAll } from './processes.ts';

const PROGRAM = join(import.meta.dirname, 'programs/hold-workers.ts');
const directory = mkdtempSync(join(tmpdir(), 'race-trace-children-'));
after(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Starts a run that waits, and resolves when its processes listen. */
async function held(name: string, env: NodeJS.ProcessEnv = {}) {
  const parent = spawn(process.execPath, [PROGRAM, join(directory, `${name}.sqlite`)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  await Promise.race([once(parent.stdout, 'data'), once(parent, 'exit')]);
  const processes = childrenOf(parent.pid!);
  // Two workers, and the balancer before them.
  assert.equal(processes.length, 3);
  return { parent, processes };
}

const skip = process.platform !== 'linux' && 'processes are looked at in /proc';

describe('the processes of a run', () => {
  it('know of the environment only what is on the list', { skip }, async () => {
    const secrets = { CI_DEPLOY_TOKEN: 'secret', NODE_OPTIONS: '--no-warnings', AWS_SECRET_ACCESS_KEY: 'x' };
    const { parent, processes } = await held('environment', { ...secrets, PGPASSWORD: 'for the store' });
    for (const pid of processes) {
      const names = readFileSync(`/proc/${pid}/environ`, 'utf8')
        .split('\0')
        .filter((entry) => entry !== '')
        .map((entry) => entry.slice(0, entry.indexOf('=')));
      // Node itself adds what the channel to its parent needs.
      assert.deepEqual(
        names.filter((name) => !isPassedOn(name) && !name.startsWith('NODE_CHANNEL')),
        [],
      );
      assert.ok(names.includes('PATH') && names.includes('PGPASSWORD'));
    }
    parent.kill('SIGKILL');
    await goneAll(processes);
  });

  it('do not outlive a parent that is killed, even if they are stopped', { skip }, async () => {
    const { parent, processes } = await held('stopped');
    for (const pid of processes) process.kill(pid, 'SIGSTOP');
    await eventually(() => {
      for (const pid of processes) assert.match(readFileSync(`/proc/${pid}/stat`, 'utf8'), /\) T /);
    });
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await goneAll(processes);
  });
});

describe('the environment that is passed on', () => {
  it('has what a program needs, whatever its case, and no more', () => {
    for (const name of ['PATH', 'Path', 'TMPDIR', 'SystemRoot', 'LC_ALL', 'PGSSLMODE', 'HOME'])
      assert.ok(isPassedOn(name), name);
    for (const name of [
      'NODE_OPTIONS',
      'LD_PRELOAD',
      'BASH_ENV',
      'GITHUB_TOKEN',
      'NODE_PATH',
      'ELECTRON_RUN_AS_NODE',
      '',
    ])
      assert.equal(isPassedOn(name), false, name);
  });
});
