import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { STRESS } from './conserve.ts';
import { conserveInProcesses } from './in-processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-fault-processes-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A sample of what `npm run test:faults` does at length. */
void describe('worker processes with faults', { concurrency: false }, () => {
  for (const rate of STRESS)
    it(`lose no attempt and no write to ${rate.fault}, and leave no process`, async () => {
      const variant = rate.fault === 'slow-storage' ? 'unsafe' : 'conditional';
      const seeds = rate.fault === 'worker-kill' ? [1, 2, 3, 4] : [1, 2];
      const all = await conserveInProcesses(variant, rate, seeds, folder);
      const injected = all.reduce((sum, one) => sum + one.injected, 0);
      if (rate.fault === 'worker-kill') assert.equal(injected, seeds.length);
    });
});
