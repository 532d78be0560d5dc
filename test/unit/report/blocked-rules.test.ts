/** Rules that watch a rollout belong to a candidate that may be rolled out. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { writeReport } from '../../../src/cli/report/write-report.ts';
import { SMALL_LOAD, twoValidations } from './two-validations.ts';

const { unsafe, conditional } = twoValidations(SMALL_LOAD);

function rulesIn(directory: string): string[] {
  return readdirSync(directory).filter((name) => name.startsWith('alerts.'));
}

it('no rules are written for a candidate that is blocked, and those of an earlier report are removed', async () => {
  const blocked = await writeReport(unsafe);
  assert.equal(blocked.decision, 'blocked');
  assert.deepEqual([rulesIn(unsafe), blocked.paths.length], [[], 3]);
  const markdown = readFileSync(join(unsafe, 'report.md'), 'utf8');
  assert.match(markdown, /### Monitoring triggers\n\nNone: nothing of this may be rolled out/);

  await writeReport(conditional, { baseline: unsafe });
  assert.deepEqual(rulesIn(conditional), ['alerts.rules.yml', 'alerts.test.yml']);
  writeFileSync(join(conditional, 'race-criteria.json'), '{"p99LatencyMs": 1}');
  const { decision } = await writeReport(conditional, { baseline: unsafe });
  assert.equal(decision, 'blocked');
  assert.deepEqual(rulesIn(conditional), []);
});
