import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';

const EXCLUSIVE = resolve(import.meta.dirname, '../../../scripts/exclusive.ts');

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'race-trace-exclusive-'));
});
after(() => rm(folder, { recursive: true }));

/** A process that takes the lock, notes in the log that it begins and ends, and in between runs `during`. */
function contender(name: string, log: string, during: string): Promise<void> {
  const code = `
    import { appendFileSync } from 'node:fs';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { exclusively } from ${JSON.stringify(EXCLUSIVE)};
    await exclusively(${JSON.stringify(join(folder, 'lock'))}, () => {}, async () => {
      appendFileSync(${JSON.stringify(log)}, '${name} begins\\n');
      ${during}
      appendFileSync(${JSON.stringify(log)}, '${name} ends\\n');
    });`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', code], {
    stdio: 'inherit',
  });
  return new Promise((done) => {
    child.once('exit', () => {
      done();
    });
  });
}

test('processes that want the same lock work one after the other', async () => {
  const log = join(folder, 'in-turn.log');
  await Promise.all(['a', 'b', 'c'].map((name) => contender(name, log, 'await sleep(150);')));
  const lines = (await readFile(log, 'utf8')).trim().split('\n');
  assert.equal(lines.length, 6);
  for (let i = 0; i < 6; i += 2) assert.equal(lines[i + 1], lines[i]?.replace('begins', 'ends'));
});

test('a process that dies with the lock does not keep it', async () => {
  const log = join(folder, 'killed.log');
  await contender('killed', log, 'process.kill(process.pid, "SIGKILL");');
  await contender('next', log, '');
  assert.equal(await readFile(log, 'utf8'), 'killed begins\nnext begins\nnext ends\n');
});
