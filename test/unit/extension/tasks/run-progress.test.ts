import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Progress } from '../../../../src/cli/output/progress.ts';
import { parseProgress, progressLine } from '../../../../src/extension/tasks/run-progress.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-progress-'));
after(() => {
  rmSync(folder, { recursive: true });
});

describe('the progress of a task', () => {
  const told = {
    label: 'load unsafe',
    done: 30,
    total: 120,
    note: '98/s  p99 4.0 ms  conflicts 3  mismatch -1',
  };

  it('is one line for the status bar', () => {
    const progress = parseProgress(JSON.stringify(told));
    assert.ok(progress);
    assert.equal(progressLine(progress), 'load unsafe 25 %  98/s  p99 4.0 ms  conflicts 3  mismatch -1');
    assert.equal(progressLine({ label: 'report', done: 5, total: 0, note: '' }), 'report');
  });

  it('is what the command line writes', () => {
    const { stdout, stderr } = process;
    const progressFile = join(folder, 'progress.json');
    const interrupted = new AbortController().signal;
    const progress = new Progress({ stdout, stderr, colour: false, interrupted, progressFile }, told.label);
    progress.show(told.done, told.total, told.note);
    assert.deepEqual(parseProgress(readFileSync(progressFile, 'utf8')), told);
  });

  it('that cannot be written stops no run', () => {
    const { stdout, stderr } = process;
    const progressFile = join(folder, 'nowhere', 'progress.json');
    const interrupted = new AbortController().signal;
    new Progress({ stdout, stderr, colour: false, interrupted, progressFile }, 'load').show(1, 2);
  });

  for (const text of [
    '',
    '{"label":"load',
    'null',
    '[]',
    JSON.stringify({ ...told, done: -1 }),
    JSON.stringify({ ...told, note: '$(flame)' }),
    JSON.stringify({ ...told, label: 'a\u202eb' }),
    JSON.stringify({ ...told, note: 'x'.repeat(10_000) }),
  ])
    it(`is not shown when it is ${text.slice(0, 40)}`, () => {
      assert.equal(parseProgress(text), undefined);
    });
});
