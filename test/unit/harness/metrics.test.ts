import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HttpClient } from '../../../src/harness/http/http-client.ts';
import type { Gate } from '../../../src/harness/service/ports.ts';
import { startBalancer } from '../../../src/harness/worker/balancer.ts';
import { OTHER_KEYS } from '../../../src/harness/worker/metrics.ts';
import { forever, TOKEN, values, withService } from './metered-service.ts';
import { MONITORED_METRICS } from '../../../src/core/words/monitored-metrics.ts';

describe('the metrics of a worker', () => {
  it('count what became of requests, attempts and conditional writes', async () => {
    await withService({ variant: 'conditional', units: 1 }, async ({ reserve, metrics }) => {
      assert.equal(await reserve('r-1'), 'success');
      assert.equal(await reserve('r-1'), 'success');
      assert.equal(await reserve('r-2'), 'rejected');
      const text = await metrics();
      const only = (name: string) => Object.values(values(text, name)).reduce((sum, each) => sum + each, 0);
      const results = values(text, 'reservation_requests_total');
      assert.equal(results['{deployment="stable",result="success",worker="w1"}'], 2, text);
      assert.equal(results['{deployment="stable",result="rejected",worker="w1"}'], 1);
      assert.equal(only('reservation_attempts_total'), 3);
      assert.equal(only('reservation_confirmed_total'), 1);
      assert.equal(only('reservation_replays_total'), 1);
      assert.equal(only('reservation_conditional_writes_total'), 1);
      assert.equal(only('reservation_conditional_write_failures_total'), 0);
      assert.equal(only('reservation_latency_seconds_count'), 3);
      assert.equal(only('reservation_latency_seconds_sum'), 0.09);
      assert.deepEqual(values(text, 'reservation_queue_delay_max_seconds'), { '{worker="w1"}': 0.03 });
      // It is the longest since the last scrape.
      assert.deepEqual(values(await metrics(), 'reservation_queue_delay_max_seconds'), {
        '{worker="w1"}': 0,
      });
    });
  });

  it('say which part of the rollout it is, and leave its rows the version of its code', async () => {
    const canary = { variant: 'unsafe', units: 1, rollout: 'canary' } as const;
    await withService(canary, async ({ reserve, rows, metrics }) => {
      await reserve('r-1');
      const results = values(await metrics(), 'reservation_requests_total');
      assert.equal(results['{deployment="canary",result="success",worker="w1"}'], 1);
      assert.deepEqual(
        rows.map(({ deployment, workerId }) => [deployment, workerId]),
        [['v1', 'w1']],
      );
    });
  });

  it('count refused writes and the retries after them, by key', async () => {
    const held: (() => void)[] = [];
    const gate: Gate = (_, step) =>
      step === 'write' ? new Promise((resolve) => held.push(resolve)) : Promise.resolve();
    await withService({ variant: 'conditional', units: 5, gate }, async ({ reserve, metrics }) => {
      const both = [reserve('r-1'), reserve('r-2')];
      while (held.length < 2) await new Promise(setImmediate);
      const release = setInterval(() => held.shift()?.(), 1);
      assert.deepEqual(await Promise.all(both), ['success', 'success']);
      clearInterval(release);
      const text = await metrics();
      const ofKey = '{inventory_key="seat-0",worker="w1"}';
      assert.deepEqual(values(text, 'reservation_conditional_writes_total'), { [ofKey]: 3 });
      assert.deepEqual(values(text, 'reservation_conditional_write_failures_total'), { [ofKey]: 1 });
      assert.deepEqual(values(text, 'reservation_attempts_total'), { [ofKey]: 3 });
      assert.deepEqual(values(text, 'reservation_retries_total'), { '{worker="w1"}': 1 });
    });
  });

  it('do not take the writes of an unsafe service for conditional ones', async () => {
    await withService({ variant: 'unsafe', units: 5 }, async ({ reserve, metrics }) => {
      await reserve('r-1');
      const text = await metrics();
      assert.deepEqual(values(text, 'reservation_conditional_writes_total'), {});
      assert.deepEqual(Object.values(values(text, 'reservation_confirmed_total')), [1]);
    });
  });

  it('give series of their own to the first fifty keys and one to all others', async () => {
    await withService({ variant: 'conditional', units: 5 }, async ({ reserve, metrics }) => {
      for (let key = 0; key < 60; key++) await reserve(`r-${key}`, `seat-${key}`);
      const attempts = values(await metrics(), 'reservation_attempts_total');
      assert.equal(Object.keys(attempts).length, 51);
      assert.equal(attempts[`{inventory_key="${OTHER_KEYS}",worker="w1"}`], 10);
    });
  });

  it('have the names, types, labels and meanings that the triggers are written in', async () => {
    await withService({ variant: 'conditional', units: 5 }, async ({ reserve, metrics, books }) => {
      await reserve('r-1');
      const text = `${await metrics()}\n${await books.text()}`;
      for (const [name, { type, help, labels }] of Object.entries(MONITORED_METRICS)) {
        assert.ok(text.includes(`# TYPE ${name} ${type}\n`), `${name} is no ${type}`);
        if (type !== 'histogram' || name === 'reservation_queue_delay_seconds')
          assert.ok(text.includes(`# HELP ${name} ${help}\n`), `${name} means something else`);
        const series = text
          .split('\n')
          .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name}_count{`));
        for (const label of labels)
          assert.ok(
            series.some((line) => line.includes(`${label}="`)),
            `${name}: ${label}`,
          );
      }
    });
  });
});

describe('the metrics of the balancer', () => {
  it('are those of every worker, apart, and its own refusals', async () => {
    await withService({ variant: 'conditional', units: 10, workers: 3 }, async ({ reserve, metrics }) => {
      for (let request = 0; request < 6; request++) await reserve(`r-${request}`);
      const text = await metrics();
      assert.deepEqual(values(text, 'reservation_confirmed_total'), {
        '{worker="w1"}': 2,
        '{worker="w2"}': 2,
        '{worker="w3"}': 2,
      });
      assert.equal(
        values(text, 'reservation_server_errors_total')['{deployment="balancer",worker="balancer"}'],
        0,
      );
      assert.equal(text.split('# TYPE reservation_confirmed_total ').length, 2);
    });
  });

  it('count requests that no worker has answered, and tell on', async () => {
    const balancer = await startBalancer(TOKEN, []);
    const http = new HttpClient(balancer.port, TOKEN);
    assert.equal((await http.request('GET', '/health', '', forever))?.status, 503);
    const reply = await http.request('GET', '/metrics', '', forever);
    const name = 'reservation_server_errors_total';
    assert.deepEqual(values(reply?.body ?? '', name), { '{deployment="balancer",worker="balancer"}': 1 });
    http.close();
    await balancer.close();
  });

  it('are told to the bearer of the token alone', async () => {
    await withService({ variant: 'unsafe', units: 1 }, async ({ port }) => {
      assert.equal((await fetch(`http://127.0.0.1:${port}/metrics`)).status, 401);
    });
  });
});
