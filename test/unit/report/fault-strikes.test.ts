import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { writeReport } from '../../../src/cli/report/write-report.ts';
import { HELD, validation } from './synthetic-validation.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-strikes-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What the report says of the window of `worker-kill` with these counts, and its Markdown. */
async function told(counts: object): Promise<{ what: string; kind: string; markdown: string }> {
  validation(folder, 'conditional', { fault: HELD });
  const path = join(folder, 'fault.metrics.json');
  const metrics = JSON.parse(readFileSync(path, 'utf8')) as { faults: { fault: string }[] };
  const faults = metrics.faults.map((each) =>
    each.fault === 'worker-kill' ? { fault: each.fault, attempts: 30, timeouts: 4, ...counts } : each,
  );
  writeFileSync(path, JSON.stringify({ ...metrics, faults }));
  const { report } = await writeReport(folder);
  const [moment] = report.failures[0]!.moments;
  return { ...moment!, markdown: readFileSync(join(folder, 'report.md'), 'utf8') };
}

it('the failure timeline says how often a fault struck', async () => {
  const { what, kind } = await told({ injected: 3 });
  assert.match(what, /^fault: worker-kill, until .*: struck 3 times$/);
  assert.equal(kind, 'fault');
  assert.match((await told({ injected: 1 })).what, /: struck 1 time$/);
});

it('the failure timeline says loudly that a fault never struck, and folds nothing away', async () => {
  const { what, kind, markdown } = await told({ injected: 0 });
  assert.match(what, /NEVER STRUCK/);
  assert.equal(kind, 'idle fault');
  assert.match(markdown, /NEVER STRUCK/);
  assert.doesNotMatch(markdown, /Faults that were injected without an error/);
});

it('the failure timeline says of a fault whose strikes were not counted what its rows say, whatever the metrics do', async () => {
  const { what } = await told({ attempts: 31, timeouts: 4 });
  assert.match(what, /: its strikes were not counted; 0 timeouts of 30 attempts under it$/);
});
