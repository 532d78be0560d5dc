/** A reader who looks up a reason must find the file that it names, or be told that there is none. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { writeReport } from '../../../src/cli/report/write-report.ts';
import { HELD, RACED, validation } from './synthetic-validation.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-places-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('every reason and every item names a file that is there, or says that it is missing', async () => {
  const [unsafe, conditional] = [join(folder, 'unsafe'), join(folder, 'conditional')];
  validation(unsafe, 'unsafe', { load: RACED });
  validation(conditional, 'conditional', { baseline: HELD, reproduce: HELD, retest: HELD });
  rmSync(join(conditional, 'retest.metrics.json'));
  rmSync(join(conditional, 'baseline.run.json'));
  const trace = join(conditional, 'retest.trace.csv');
  writeFileSync(`${trace}.gz`, gzipSync(readFileSync(trace)));
  rmSync(trace);
  const { report } = await writeReport(conditional, { baseline: unsafe });
  const { reasons, items, criteria } = report.decision;
  const places = new Set([...reasons, ...items, ...criteria].map(({ evidence }) => evidence.where));
  const missing: string[] = [];
  for (const place of places) {
    const [, file = '', lacks] = /^([\w./-]+)(: .*| \(missing\))?$/.exec(place) ?? [];
    assert.notEqual(file, '', place);
    assert.equal(existsSync(join(folder, file)), lacks !== ' (missing)', place);
    if (lacks === ' (missing)') missing.push(file);
  }
  assert.deepEqual(missing.sort(), [
    'conditional/baseline.run.json',
    'conditional/fault.trace.csv',
    'conditional/retest.metrics.json',
    'race-canary.json',
    'unsafe/reproduce.trace.csv',
  ]);
  assert.ok(places.has('conditional/retest.trace.csv.gz'));
});
