import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it, type TestContext } from 'node:test';
import { VARIANT_NAMES } from '../../src/harness/service/variants.ts';
import { STRESS, type Conserved } from '../unit/harness/fault/conserve.ts';
import { conserveInProcesses } from '../unit/harness/fault/in-processes.ts';

/** Fewer for a quick look: `RACE_TRACE_SEEDS=20 npm run test:faults`. */
const SEEDS = Number(process.env.RACE_TRACE_SEEDS ?? 200);
/** So many seeds share their processes; then all are ended, and looked for. */
const SEEDS_AT_ONCE = 20;

const folder = mkdtempSync(join(tmpdir(), 'race-trace-faults-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

void describe('worker processes with faults', { concurrency: false }, () => {
  for (const rate of STRESS)
    it(`lose no attempt and no write to ${rate.fault}, ${SEEDS} seeds out of ${SEEDS}`, async (t: TestContext) => {
      const all: Conserved[] = [];
      for (let from = 1; from <= SEEDS; from += SEEDS_AT_ONCE) {
        const variant = VARIANT_NAMES[Math.floor(from / SEEDS_AT_ONCE) % VARIANT_NAMES.length]!;
        const length = Math.min(SEEDS_AT_ONCE, SEEDS + 1 - from);
        const seeds = Array.from({ length }, (_, index) => from + index);
        all.push(...(await conserveInProcesses(variant, rate, seeds, folder)));
      }
      assert.equal(all.length, SEEDS);
      const sum = (of: (one: Conserved) => number) => all.reduce((total, one) => total + of(one), 0);
      t.diagnostic(
        `${sum((one) => one.attempts)} attempts, ${sum((one) => one.injected)} faults from outside, ` +
          `${sum((one) => one.timeouts)} timeouts, ${sum((one) => one.duplicates)} duplicates found; 0 lost, 0 orphans`,
      );
    });
});
