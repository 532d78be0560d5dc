import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { writeReport } from '../../../src/cli/report/write-report.ts';
import { recompute } from '../../recompute/recompute.ts';
import { SMALL_LOAD, twoValidations } from './two-validations.ts';

const { unsafe, conditional } = twoValidations(SMALL_LOAD);
await writeReport(conditional, { baseline: unsafe, formats: ['json'] });

describe('the figures of a report', () => {
  it('are those that another program counts in its traces', () => {
    const compared = recompute(conditional);
    const wrong = compared.filter(({ agrees }) => !agrees);
    assert.deepEqual(wrong, []);
    for (const name of [
      'unsafe · load: p99 latency',
      'retest: maximum queue delay',
      'conditional · fault: overlapped',
    ])
      assert.ok(
        compared.some((each) => each.name === name),
        name,
      );
    assert.ok(compared.length > 200, String(compared.length));
  });

  it('are seen to differ where a report says something else', () => {
    const path = join(conditional, 'report.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replaceAll(/("measured": ?)9\b/g, '$18'));
    const names = recompute(conditional).flatMap(({ name, agrees }) => (agrees ? [] : [name]));
    assert.deepEqual(names, ['retest: p99 latency']);
    writeFileSync(path, text);
  });
});
