import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it, type TestContext } from 'node:test';
import type { VariantName } from '../../../../src/harness/service/variants.ts';
import { repeats } from '../../../repeats.ts';
import { conserve, STRESS, type Conserved } from './conserve.ts';
import { serviceInProcess } from './in-process.ts';

const SEEDS = repeats({ ordinary: 40, long: 200 });
/** Runs at the same time: they mostly wait. */
const LANES = 8;

const folder = mkdtempSync(join(tmpdir(), 'race-trace-conservation-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Takes the next seed again and again, each time in a service of its own. */
async function lane(seeds: Iterator<number>, run: (seed: number) => Promise<void>): Promise<void> {
  for (let next = seeds.next(); next.done !== true; next = seeds.next()) {
    try {
      await run(next.value);
    } catch (error) {
      throw new Error(`seed ${next.value}`, { cause: error });
    }
  }
}

void describe('a run with faults', { concurrency: false }, () => {
  for (const rate of STRESS)
    it(`loses no attempt and no write to ${rate.fault}, ${SEEDS} seeds out of ${SEEDS}`, async (t: TestContext) => {
      const all: Conserved[] = [];
      const seeds = Array.from({ length: SEEDS }, (_, index) => index + 1).values();
      await Promise.all(
        Array.from({ length: LANES }, () =>
          lane(seeds, async (seed) => {
            const variant: VariantName = (['conditional', 'unsafe', 'atomic'] as const)[seed % 3]!;
            const service = await serviceInProcess(variant);
            try {
              const path = join(folder, `${rate.fault}-${seed}`);
              all.push(await conserve(service, { seed, faults: [rate], path }));
            } finally {
              await service.close();
            }
          }),
        ),
      );
      const sum = (of: (one: Conserved) => number) => all.reduce((total, one) => total + of(one), 0);
      const [attempts, injected] = [sum((one) => one.attempts), sum((one) => one.injected)];
      const [timeouts, duplicates] = [sum((one) => one.timeouts), sum((one) => one.duplicates)];
      t.diagnostic(
        `${attempts} attempts, ${injected} faults, ${timeouts} timeouts, ${duplicates} duplicates`,
      );
      assert.equal(all.length, SEEDS);
      // The fault has really struck, and where nothing guards against it, it did harm that was found.
      const doubles = rate.fault === 'lost-answer' || rate.fault === 'duplicate-delivery';
      if (doubles || rate.fault === 'worker-kill') assert.ok(injected >= SEEDS);
      if (doubles) assert.ok(duplicates > SEEDS / 4);
      if (rate.fault === 'worker-kill') assert.ok(timeouts > SEEDS / 4);
      // How many calls of the stores fall into its window is the machine's to say; every one that it strikes is unknown.
      if (rate.fault === 'storage-timeout')
        assert.ok(injected > 0 && timeouts >= injected, `${injected} injected`);
      if (rate.fault === 'slow-storage') assert.ok(injected > 0);
    });
});
