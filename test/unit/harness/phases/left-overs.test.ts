import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { isLeftOver, ownName } from '../../../../src/harness/phases/owner.ts';

const PROGRAM = join(import.meta.dirname, '../programs/hold-scratch.ts');
const temporary = mkdtempSync(join(tmpdir(), 'race-trace-left-overs-'));
after(() => {
  rmSync(temporary, { recursive: true, force: true });
});

/** Starts a process that has a scratch folder, in the temporary folder of this test. */
async function held() {
  const child = spawn(process.execPath, [PROGRAM], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: temporary },
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const folder = line.toString().trim();
  const kill = async () => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  return { folder, kill };
}

describe('what a process that was killed leaves', () => {
  it('is removed by the next run: its scratch folder, and nothing that a living process has', async () => {
    const strangers = ['race-trace-run-000000-1-1-abcdef', 'race-trace-run-store-x', 'race-trace-mine'];
    for (const name of strangers) mkdirSync(join(temporary, name));
    const living = await held();
    const killed = await held();
    await killed.kill();
    assert.ok(existsSync(join(killed.folder, 'journal')), 'a killed process removes nothing');
    const next = await held();
    assert.deepEqual(
      readdirSync(temporary).sort(),
      [...strangers, basename(living.folder), basename(next.folder)].sort(),
    );
    await living.kill();
    await next.kill();
  });

  it('is told from what is in use by the process in its name, which is there and began when it says', () => {
    const own = ownName('race-trace');
    assert.match(own, /^race-trace-[a-z0-9-]{1,28}$/);
    assert.notEqual(own, ownName('race-trace'));
    assert.equal(isLeftOver(own), false);
    const parts = own.split('-');
    const [where = '', id = '', start = '', unique = ''] = parts.slice(2);
    const named = (...other: readonly string[]) => ['race-trace', ...other].join('-');
    // No process has such an id; that of a process elsewhere says nothing here.
    const noProcess = (2 ** 31 - 1).toString(36);
    assert.equal(isLeftOver(named(where, noProcess, start, unique)), true);
    assert.equal(
      isLeftOver(named(where === '000000' ? '000001' : '000000', noProcess, start, unique)),
      false,
    );
    // The id was given again.
    if (process.platform === 'linux') assert.equal(isLeftOver(named(where, id, `${start}1`, unique)), true);
    for (const other of ['race-trace', 'race-trace-mine', 'production'])
      assert.equal(isLeftOver(other), false);
  });
});
