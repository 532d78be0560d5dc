import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { runLoad, type LoadRun } from '../../../../src/harness/phases/load.ts';
import { withStoreWatch } from '../../../../src/harness/phases/store-watch.ts';
import { openTrace } from '../../../../src/ingest/open-trace.ts';
import { readRunDirectory } from '../../../../src/ingest/run-files/run-directory.ts';
import { eventually } from '../../../eventually.ts';
import { childrenOf } from '../processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-lost-parts-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A run of ten minutes, of whose processes some are killed when it is under way. */
async function without(
  parts: (started: readonly number[]) => readonly number[],
  storeUrl?: string,
): Promise<LoadRun> {
  const others = childrenOf(process.pid);
  let killed = false;
  const run = await runLoad(
    {
      phase: 'load',
      variant: 'conditional',
      workload: { seed: 3, rate: 60, durationS: 600, arrivals: 'poisson', keys: 4, skew: 1 },
      units: 60,
      workers: 2,
      ...(storeUrl && { storeUrl }),
      directory: mkdtempSync(join(folder, 'run-')),
      interrupted: new AbortController().signal,
    },
    ({ sent }) => {
      if (killed || sent < 20) return;
      killed = true;
      // In the order in which they were started.
      const started = childrenOf(process.pid).filter((pid) => !others.includes(pid));
      for (const pid of parts(started.toSorted((a, b) => a - b))) process.kill(pid, 'SIGKILL');
    },
  );
  assert.deepEqual(
    childrenOf(process.pid).filter((pid) => !others.includes(pid)),
    [],
  );
  const { requests, attempts, valid, invalid_because } = run.metrics;
  assert.ok(requests.sent >= 20 && requests.sent < requests.offered / 2, `${requests.sent} sent`);
  assert.equal(valid, false);
  const trace = await openTrace(run.tracePath);
  assert.equal(trace.reading.accepted, attempts.started);
  assert.deepEqual([trace.facts?.complete, trace.facts?.invalidBecause], [true, invalid_because]);
  return run;
}

void describe('a load run that loses a part of the service', { concurrency: false }, () => {
  it('stops when its balancer is gone, and balances its books', async () => {
    const { metrics } = await without((started) => started.slice(-1));
    assert.equal(metrics.invalid_because[0], 'The balancer ended (SIGKILL).');
    // Who got no answer may hold a unit; nobody was told of one that is not gone.
    assert.ok((metrics.books?.mismatch ?? 1) <= 0);
  });

  it('stops when its last worker is gone, and not before', async () => {
    const { metrics } = await without((started) => started.slice(0, 2));
    assert.deepEqual(metrics.invalid_because.slice(0, 2).toSorted(), [
      'Worker w1@conditional ended (SIGKILL).',
      'Worker w2@conditional ended (SIGKILL).',
    ]);
  });

  it('stops when the process that holds the store is gone, and writes its metrics without books', async () => {
    const run = await without((started) => started.slice(0, 1), 'memory:');
    const reasons = run.metrics.invalid_because.join(' ');
    assert.match(reasons, /The store ended \(SIGKILL\)\./);
    assert.match(
      reasons,
      /The store could not be asked afterwards \(the store went away and gave no answer\)\./,
    );
    const written = JSON.parse(readFileSync(run.metricsPath, 'utf8')) as object;
    assert.ok(!('books' in written) && 'latency_ms' in written);
    // A report can be made of it.
    const { phases } = await readRunDirectory(join(run.metricsPath, '..'));
    assert.deepEqual([phases[0]?.metrics?.valid, phases[0]?.metrics?.books], [false, undefined]);
  });
});

void describe('the watch over a store', () => {
  const times = { lookEveryMs: 5, giveUpMs: 40 };

  /** Why a store that is asked in this way is given up. */
  const givenUp = (get: () => Promise<undefined>, limits: Parameters<typeof withStoreWatch>[3]) =>
    withStoreWatch(
      { get },
      'k',
      (gone) =>
        eventually(() => {
          assert.ok(gone.aborted);
          return Promise.resolve((gone.reason as Error).message);
        }),
      limits,
    );

  it('gives up one that does not answer any more', async () => {
    let looks = 0;
    const get = () =>
      ++looks < 3 ? Promise.resolve(undefined) : Promise.reject(new Error('The client is offline'));
    const why = await givenUp(get, times);
    assert.match(why, /^The store has not answered for \d+ s \(The client is offline\)\.$/);
  });

  it('gives up sooner one that nobody serves any more', async () => {
    const get = () => Promise.reject(new Error('connect ECONNREFUSED 127.0.0.1:6379'));
    const why = await givenUp(get, { lookEveryMs: 5, giveUpMs: 600_000, giveUpRefusedMs: 40 });
    assert.match(why, /ECONNREFUSED/);
  });

  it('does not give up one that comes back,', async () => {
    let looks = 0;
    const get = () =>
      ++looks % 2 === 0 ? Promise.resolve(undefined) : Promise.reject(new Error('a new leader is chosen'));
    const aborted = await withStoreWatch(
      { get },
      'k',
      async (gone) => {
        await eventually(() => {
          assert.ok(looks > 20);
        });
        return gone.aborted;
      },
      { lookEveryMs: 1, giveUpMs: 10_000 },
    );
    assert.equal(aborted, false);
  });
});
