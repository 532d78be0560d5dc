import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { analyze } from '../../../../src/core/check/analyze.ts';
import { ALL_FAULTS, FAULTS, type FaultRate } from '../../../../src/harness/fault/faults.ts';
import { runLoad } from '../../../../src/harness/phases/load.ts';
import type { Manifest } from '../../../../src/ingest/run-files/manifest-schema.ts';
import type { VariantName } from '../../../../src/harness/service/variants.ts';
import { openTrace } from '../../../../src/ingest/open-trace.ts';
import { childrenOf } from '../processes.ts';
import { RESULTS } from '../../../../src/core/words/codes.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-fault-phase-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function run(variant: VariantName, faults: readonly FaultRate[], durationS: number, idempotent = true) {
  const directory = mkdtempSync(join(folder, 'run-'));
  let begun: Manifest | undefined;
  const run = await runLoad(
    {
      phase: 'fault',
      variant,
      idempotent,
      faults,
      workload: { seed: 5, rate: 80, durationS, arrivals: 'poisson', keys: 4, skew: 1 },
      units: 4000,
      workers: 2,
      directory,
      interrupted: new AbortController().signal,
    },
    () => (begun ??= JSON.parse(readFileSync(join(directory, 'fault.run.json'), 'utf8')) as Manifest),
  );
  assert.deepEqual([begun?.complete, begun?.remaining], [undefined, undefined]);
  const trace = await openTrace(run.tracePath);
  const manifest = JSON.parse(readFileSync(run.manifestPath, 'utf8')) as Manifest;
  return { ...run, ...trace, manifest, begun, analysis: analyze(trace.history, trace.facts, trace.reading) };
}

/** A run that lasts until what takes the place of a killed worker has served: on a busy machine that starts slowly. */
async function runWithReplaced(variant: VariantName, faults: readonly FaultRate[]) {
  for (const durationS of [6, 60]) {
    const ended = await run(variant, faults, durationS);
    const { history, metrics } = ended;
    const workers = new Set(Array.from(history.workerId, (id) => history.strings.at(id)));
    const kills = metrics.faults?.find(({ fault }) => fault === 'worker-kill')?.injected ?? 0;
    if (workers.has(`w${2 + kills}@${variant}`)) return { ...ended, workers };
  }
  throw new Error('No worker that took the place of a killed one has served.');
}

/** So often that each strikes in a window of a second, also when a busy machine serves few requests in it. */
const OFTEN = ALL_FAULTS.map(({ fault, rate }) => ({ fault, rate: Math.max(rate, 0.3) }));

function assertBooks(metrics: Awaited<ReturnType<typeof run>>['metrics']): void {
  assert.deepEqual(
    metrics.invalid_because.filter((reason) => !reason.startsWith('Requests were sent late')),
    [],
  );
}

void describe('the phase fault', { concurrency: false }, () => {
  it('injects each fault in its window, and the conditional service holds', async () => {
    const { metrics, manifest, begun, analysis, problemsTotal, workers } = await runWithReplaced(
      'conditional',
      OFTEN,
    );
    assertBooks(metrics);
    assert.deepEqual(
      manifest.fault_windows?.map(({ fault }) => fault),
      FAULTS,
    );
    // They are known before the first of them opens, to whoever looks at a run that is going on or was killed.
    assert.deepEqual(begun?.fault_windows, manifest.fault_windows);
    assert.equal(problemsTotal, 0);
    assert.notEqual(analysis.verdict, 'violation');
    assert.equal(analysis.counts['duplicate-confirmation'], 0);
    assert.deepEqual(
      metrics.faults?.map(({ fault, attempts }) => [fault, attempts > 0]),
      FAULTS.map((fault) => [fault, true]),
    );
    for (const { fault, injected = 0 } of metrics.faults) assert.ok(injected >= 1, fault);
    // What takes the place of a worker that was killed has a name of its own; it may be killed before it has served anybody,
    // but for the last.
    const kills = metrics.faults.find(({ fault }) => fault === 'worker-kill')?.injected ?? 0;
    assert.ok(kills >= 1);
    for (const id of [1, 2, 2 + kills]) assert.ok(workers.has(`w${id}@conditional`), `w${id}`);
    assert.deepEqual(childrenOf(process.pid), []);
  });

  for (const [what, variant, idempotent] of [
    ['the unsafe service', 'unsafe', true],
    ['a conditional service without idempotency', 'conditional', false],
  ] as const)
    it(`doubles confirmations of ${what}, and the checker finds every one`, async () => {
      const rates = [
        { fault: 'lost-answer', rate: 0.5 },
        { fault: 'duplicate-delivery', rate: 0.5 },
      ] as const;
      const { metrics, history, analysis } = await run(variant, rates, 3, idempotent);
      assertBooks(metrics);
      const writes = new Map<number, Set<number>>();
      for (let row = 0; row < history.size; row++) {
        if (RESULTS[history.result[row]!] !== 'success') continue;
        const request = history.requestId[row]!;
        writes.set(request, (writes.get(request) ?? new Set()).add(history.writeVersion[row]!));
      }
      const doubled = [...writes.values()].filter(({ size }) => size > 1).length;
      assert.ok(doubled > 10, String(doubled));
      assert.equal(analysis.counts['duplicate-confirmation'], doubled);
      assert.equal(analysis.verdict, 'violation');
    });
});
