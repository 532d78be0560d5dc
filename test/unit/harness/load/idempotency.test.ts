import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { checkTrace } from '../../../../src/cli/check/checked-trace.ts';
import { runLoad } from '../../../../src/harness/phases/load.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-idempotency-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A load of which half of the answers are lost for a while, so that clients ask again. */
async function lossyRun(idempotent: boolean) {
  const run = await runLoad(
    {
      phase: 'fault',
      variant: 'conditional',
      idempotent,
      workload: { seed: 8, rate: 80, durationS: 1, arrivals: 'poisson', keys: 4, skew: 0 },
      units: 1000,
      workers: 2,
      faults: [{ fault: 'lost-answer', rate: 0.5 }],
      directory: mkdtempSync(join(folder, 'run-')),
      interrupted: new AbortController().signal,
    },
    () => undefined,
  );
  const { analysis } = await checkTrace(run.tracePath, { maxFindings: 10 });
  return { analysis, metrics: run.metrics };
}

describe('clients that ask again after a lost answer', () => {
  it('are sold one unit each by a service that repeats its confirmation', async () => {
    const { analysis, metrics } = await lossyRun(true);
    assert.equal(analysis.counts['duplicate-confirmation'], 0);
    assert.ok(analysis.counts['idempotent-replay'] > 0);
    assert.equal(metrics.books?.mismatch, 0);
  });

  it('are sold more where idempotency is switched off, though no write is stale', async () => {
    const { analysis } = await lossyRun(false);
    assert.equal(analysis.verdict, 'violation');
    assert.ok(analysis.counts['duplicate-confirmation'] > 0);
    assert.equal(analysis.counts['stale-version-write'], 0);
  });
});
