import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, it } from 'node:test';
import { commandsOf } from './follow.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'race-trace-voucher-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

function follow(commands: string) {
  const script = commands
    .replaceAll('node dist/cli.js', 'node src/cli/main.ts')
    .replaceAll('runs/', `${folder}/`);
  return spawnSync('sh', ['-ec', script], { cwd: ROOT, encoding: 'utf8' });
}

describe('voucher', () => {
  const [unsafe = '', again = '', fixed = '', ...more] = commandsOf('voucher');
  assert.deepEqual(more, []);

  it('the unsafe one breaks its invariant, at the line of its write', () => {
    const { status, stdout, stderr } = follow(unsafe);
    assert.equal(status, 1, `${stdout}\n${stderr}`);
    const source = readFileSync(join(ROOT, 'examples/voucher/vouchers.mjs'), 'utf8');
    const line = source.slice(0, source.indexOf("step('write voucher'")).split('\n').length;
    assert.match(stdout, new RegExp(`vouchers\\.mjs:${line}\\n`));
    assert.match(stdout, /one voucher was given to/);
  });

  it('one schedule goes the same way a hundred times of a hundred', () => {
    const { status, stdout } = follow(again);
    assert.equal(status, 1);
    assert.match(stdout, /100 of 100 runs went the same way/);
  });

  it('the fixed one keeps it, certified', () => {
    const { status, stdout, stderr } = follow(fixed);
    assert.equal(status, 0, `${stdout}\n${stderr}`);
    assert.match(stdout, /✓ ok: all \d+ schedules keep the invariant, 1 process\n[^]*verified {2}/);
  });
});
