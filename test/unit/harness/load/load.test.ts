import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { HistogramLogReader } from 'hdr-histogram-js';
import { ROOT } from '../../../../scripts/bundles.ts';
import { analyze } from '../../../../src/core/check/analyze.ts';
import { runLoad, type LoadOptions, type LoadRun } from '../../../../src/harness/phases/load.ts';
import { codeDigests } from '../../../../src/harness/service/service-code.ts';
import { openStore } from '../../../../src/harness/store/open-store.ts';
import { openTrace } from '../../../../src/ingest/open-trace.ts';
import { childrenOf } from '../processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-load-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

function options(more: Partial<LoadOptions>): LoadOptions {
  return {
    phase: 'load',
    variant: 'conditional',
    workload: { seed: 3, rate: 60, durationS: 2, arrivals: 'poisson', keys: 4, skew: 1 },
    units: 60,
    workers: 2,
    directory: mkdtempSync(join(folder, 'run-')),
    interrupted: new AbortController().signal,
    ...more,
  };
}

/** Whatever the machine was busy with, the books of a run balance; only its latencies may be worth nothing. */
function assertBalanced(reasons: readonly string[]): void {
  assert.deepEqual(
    reasons.filter((reason) => !reason.startsWith('Requests were sent late')),
    [],
  );
}

/** Every process has used something, and the processors' time is accounted for. */
function assertUse(run: LoadRun): void {
  const { processes, store_calls: calls, attempts } = run.metrics;
  assert.deepEqual(
    processes.map(({ id }) => id),
    ['generator', 'w1@atomic', 'w2@atomic', 'balancer'],
  );
  for (const { id, cpu_share: cpu, busy_share: busy } of processes)
    assert.ok(cpu > 0 && busy > 0 && busy <= 1, `${id}: ${cpu} of a processor, busy ${busy}`);
  assert.ok(calls.count >= attempts.success && calls.mean_ms > 5, JSON.stringify(calls));
  const { machine } = run;
  const manifest = JSON.parse(readFileSync(run.manifestPath, 'utf8')) as { readonly machine?: unknown };
  assert.deepEqual(manifest.machine, machine);
  if ('not_measured' in machine) return;
  const { own_share: own, other_share: others, stolen_share: stolen, idle_share: idle } = machine;
  assert.ok(own > 0 && Math.abs(own + others + stolen + idle - 1) < 1e-9, JSON.stringify(machine));
}

void describe('a load run', () => {
  it('writes every attempt, balances against the store, and leaves no process', async () => {
    const run = await runLoad(options({}), () => undefined);
    const { attempts, requests, books, workload_hash } = run.metrics;
    assertBalanced(run.metrics.invalid_because);
    assert.equal(requests.concluded, requests.offered);
    const { started, ...results } = attempts;
    assert.equal(
      Object.values(results).reduce((sum, count) => sum + count),
      started,
    );
    assert.ok(attempts.success > 0 && attempts.rejected > 0);
    assert.deepEqual([books?.mismatch, books?.commits], [0, attempts.success]);

    const trace = await openTrace(run.tracePath, {});
    assert.equal(trace.reading.accepted, started);
    assert.equal(trace.facts?.complete, true);
    assert.deepEqual([trace.problemsTotal, trace.manifestProblems], [0, []]);
    const manifest = JSON.parse(readFileSync(run.manifestPath, 'utf8')) as { workload: { hash: string } };
    assert.equal(manifest.workload.hash, workload_hash);
    assert.deepEqual(JSON.parse(readFileSync(run.metricsPath, 'utf8')), run.metrics);
    const hlog = readFileSync(run.metricsPath.replace('.metrics.json', '.hlog'), 'utf8');
    assert.equal(new HistogramLogReader(hlog).nextIntervalHistogram()?.totalCount, requests.concluded);
    assert.deepEqual(childrenOf(process.pid), []);
  });

  it('says in its manifest which service it was, on what, and is that', async () => {
    const run = await runLoad(
      options({ variant: 'atomic', idempotent: false, storeLatencyMs: 15, admitted: 20 }),
      () => undefined,
    );
    assertBalanced(run.metrics.invalid_because);
    const manifest = JSON.parse(readFileSync(run.manifestPath, 'utf8')) as Record<string, unknown>;
    const { variant, idempotent, store, admitted } = manifest;
    assert.deepEqual([variant, idempotent, admitted], ['atomic', false, 20]);
    assert.deepEqual(store, { kind: 'sqlite', latency_ms: 15 });
    const { service, variants } = codeDigests(ROOT);
    assert.deepEqual(manifest.code, { service, variant: variants.atomic });
    assertUse(run);
    // The delay has no least value, but of a hundred calls half do not take a third of its mean.
    assert.ok(run.metrics.latency_ms.p50 > 5, String(run.metrics.latency_ms.p50));
  });

  it('uses the store that it is told, if no other process has it', async () => {
    const path = join(mkdtempSync(join(folder, 'store-')), 'mine.sqlite');
    const run = await runLoad(options({ storeUrl: `sqlite:${path}` }), () => undefined);
    assertBalanced(run.metrics.invalid_because);
    const store = openStore(`sqlite:${path}`);
    assert.equal(await store.commits(), run.metrics.books?.commits);
    await store.close();
    const again = runLoad(options({ storeUrl: `sqlite:${path}` }), () => undefined);
    await assert.rejects(again, /exists, and a run replaces all/);
    const inMemory = await runLoad(options({ storeUrl: 'memory:' }), () => undefined);
    assertBalanced(inMemory.metrics.invalid_because);
    assert.ok((inMemory.metrics.books?.commits ?? 0) > 0);
    assert.deepEqual(childrenOf(process.pid), []);
  });

  it('of the baseline has one worker and one client, so that nothing races', async () => {
    const run = await runLoad(options({ phase: 'baseline', variant: 'unsafe' }), () => undefined);
    assertBalanced(run.metrics.invalid_because);
    assert.equal(run.metrics.books?.mismatch, 0);
    const { history } = await openTrace(run.tracePath, {});
    assert.equal(new Set(history.workerId).size, 1);
    assert.equal(new Set(history.clientId).size, 1);
  });

  it('is not begun if it would repeat another workload than it should', async () => {
    const retest = options({ phase: 'retest', expectedHash: 'another' });
    await assert.rejects(
      runLoad(retest, () => undefined),
      /the workload would not be the one that is to be repeated/,
    );
    assert.deepEqual(readdirSync(retest.directory), []);
  });

  it('that is interrupted ends in good order, with a complete manifest of what it did', async () => {
    const interruption = new AbortController();
    const workload = { ...options({}).workload, durationS: 600 };
    const run = await runLoad(options({ workload, interrupted: interruption.signal }), ({ sent }) => {
      if (sent > 20) interruption.abort();
    });
    const { requests, attempts } = run.metrics;
    assert.ok(requests.sent > 20 && requests.sent < requests.offered);
    const trace = await openTrace(run.tracePath, {});
    assert.deepEqual([trace.reading.accepted, trace.facts?.complete], [attempts.started, true]);
    // Whoever reads the trace later is told that most of the load was never offered.
    assert.deepEqual(trace.facts?.invalidBecause, run.metrics.invalid_because);
    const { verdict, unknownBecause } = analyze(trace.history, trace.facts, trace.reading);
    assert.equal(verdict, 'unknown');
    assert.match(unknownBecause.join(), /calls itself invalid: \d+ of \d+ requests were sent/);
    assert.deepEqual(childrenOf(process.pid), []);
  });
});
