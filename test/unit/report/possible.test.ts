import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { writeReport } from '../../../src/cli/report/write-report.ts';
import { writePhase } from './synthetic-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-possible-'));
after(() => {
  rmSync(folder, { recursive: true });
});

describe('what is only possible', () => {
  it('stands apart in the report, with what it hangs on, and never among the findings', async () => {
    const row = { request_id: 'r-1', inventory_key: 'seat-7', latency_ms: 1, queue_delay_ms: 0 };
    writePhase(folder, {
      phase: 'reproduce',
      variant: 'unsafe',
      rows: [
        { ...row, worker_id: 'A', read_version: 1, write_version: 2, result: 'timeout' },
        { ...row, worker_id: 'B', read_version: 2, result: 'rejected' },
      ],
      initial: { 'seat-7': 1 },
      remaining: { 'seat-7': 0 },
    });
    const { report } = await writeReport(folder, {});
    assert.deepEqual(
      report.possible.map(({ code, phase, lines, hangsOn }) => ({ code, phase, lines, hangsOn })),
      [
        {
          code: 'false-refusal',
          phase: 'reproduce',
          lines: [3, 2],
          hangsOn: 'the retry count or the clock would show which answer was the last',
        },
      ],
    );
    assert.ok(report.findings.every(({ code }) => code !== 'false-refusal'));
    for (const form of ['html', 'md', 'json'])
      assert.match(
        readFileSync(join(folder, `report.${form}`), 'utf8'),
        /the retry count or the clock would show which answer was the last/,
      );
    assert.match(readFileSync(join(folder, 'report.md'), 'utf8'), /Only possible[^]*\| .*false-refusal/);
  });
});
