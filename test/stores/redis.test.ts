import assert from 'node:assert/strict';
import { it } from 'node:test';
import { startRedis } from '../../scripts/servers/redis.ts';
import { loadOn } from './load-run.ts';
import { testServerStore } from './network.ts';

await testServerStore('Redis', 'sequential', startRedis, losesItsServer);

/** On a server of its own, which is killed. */
function losesItsServer(): void {
  it('a load run whose Redis server is killed is invalid, says why, and accounts for every attempt', async (t) => {
    const server = await startRedis();
    let killing: Promise<void> | undefined;
    const began = performance.now();
    try {
      const { run, checked, manifest } = await loadOn(
        server.url,
        {
          workload: { seed: 6, rate: 60, durationS: 600, arrivals: 'constant', keys: 3, skew: 0 },
          units: 100_000,
        },
        (sent) => {
          if (sent >= 60) killing ??= server.stop();
        },
      );
      await killing;
      const { attempts, books, requests, valid, invalid_because } = run.metrics;
      t.diagnostic(
        `${requests.sent} of ${requests.offered} requests sent in ${Math.round(performance.now() - began)} ms; ` +
          `${JSON.stringify(attempts)}; ${invalid_because.join(' ')}`,
      );
      assert.equal(valid, false);
      assert.match(invalid_because[0]!, /^The store has not answered for \d+ s \(.*ECONNREFUSED.*\)\.$/);
      assert.match(invalid_because.join(' '), /The store could not be asked afterwards/);
      assert.deepEqual([books, manifest.remaining], [undefined, undefined]);
      // It did not go on for the ten minutes.
      assert.ok(requests.sent >= 60 && requests.sent < requests.offered / 2, `${requests.sent} sent`);
      assert.equal(requests.concluded, requests.sent);
      const { started, ...results } = attempts;
      assert.equal(
        Object.values(results).reduce((sum, each) => sum + each),
        started,
      );
      assert.equal(checked.analysis.reading.accepted, started);
      assert.ok(attempts.success > 0 && attempts.timeout > 0);
      assert.notEqual(checked.analysis.verdict, 'ok');
    } finally {
      await server.stop();
    }
  });
}
