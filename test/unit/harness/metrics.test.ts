import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MONITORED_METRICS } from '../../../src/core/decide/triggers.ts';
import { HttpClient } from '../../../src/harness/http/http-client.ts';
import type { AttemptRow } from '../../../src/harness/record/attempt-row.ts';
import { openGate, type Gate } from '../../../src/harness/service/ports.ts';
import { VARIANTS, type VariantName } from '../../../src/harness/service/variants.ts';
import { memoryStore } from '../../../src/harness/store/memory-store.ts';
import { startBalancer } from '../../../src/harness/worker/balancer.ts';
import { RunningBooks, serveBooks } from '../../../src/harness/monitor/running-books.ts';
import { OTHER_KEYS } from '../../../src/harness/worker/metrics.ts';
import { serveReservations } from '../../../src/harness/worker/reservation-server.ts';

const TOKEN = 'the token of this run';
const forever = new AbortController().signal;

/** A service of some workers with a balancer before them, whose clock stands at 30 ms. */
async function withService(
  {
    variant,
    units,
    workers = 1,
    gate = openGate,
  }: { variant: VariantName; units: number; workers?: number; gate?: Gate },
  work: (service: Service) => Promise<void>,
): Promise<void> {
  const store = memoryStore();
  const keys = Array.from({ length: 60 }, (_, index) => `seat-${index}`);
  await store.load(new Map(keys.map((key) => [key, units])));
  const ports = { store, clock: () => 30_000, gate, deployment: 'v1' };
  const servers = await Promise.all(
    Array.from({ length: workers }, (_, index) =>
      serveReservations(TOKEN, VARIANTS[variant], { ...ports, workerId: `w${index + 1}` }),
    ),
  );
  const balancer = await startBalancer(
    TOKEN,
    servers.map(({ port }) => port),
  );
  const http = new HttpClient(balancer.port, TOKEN);
  const books = new RunningBooks(store, new Map([['seat-0', units]]));
  try {
    await work({
      books,
      port: balancer.port,
      reserve: async (id, key = 'seat-0') => {
        const wish = { id, key, clientId: 'A', dueUs: 0, attemptsBefore: 0 };
        const reply = await http.request('POST', '/reservations', JSON.stringify(wish), forever);
        const { attempts } = JSON.parse(reply?.body ?? '{}') as { attempts: AttemptRow[] };
        books.record(attempts);
        return attempts.at(-1)!.result;
      },
      metrics: async () => (await http.request('GET', '/metrics', '', forever))?.body ?? '',
    });
  } finally {
    http.close();
    await balancer.close();
    await Promise.all(servers.map((server) => server.close()));
  }
}

interface Service {
  readonly books: RunningBooks;
  readonly port: number;
  readonly reserve: (id: string, key?: string) => Promise<string>;
  readonly metrics: () => Promise<string>;
}

function values(text: string, name: string): Record<string, number> {
  const series = text.split('\n').flatMap((line) => {
    const [, labels, value] = new RegExp(`^${name}(\\{.*\\})? (\\S+)$`).exec(line) ?? [];
    return value === undefined ? [] : [[labels ?? '', Number(value)] as const];
  });
  return Object.fromEntries(series);
}

describe('the metrics of a worker', () => {
  it('count what became of requests, attempts and conditional writes', async () => {
    await withService({ variant: 'conditional', units: 1 }, async ({ reserve, metrics }) => {
      assert.equal(await reserve('r-1'), 'success');
      assert.equal(await reserve('r-1'), 'success');
      assert.equal(await reserve('r-2'), 'rejected');
      const text = await metrics();
      const only = (name: string) => Object.values(values(text, name)).reduce((sum, each) => sum + each, 0);
      const results = values(text, 'reservation_requests_total');
      assert.equal(results['{deployment="v1",result="success",worker="w1"}'], 2, text);
      assert.equal(results['{deployment="v1",result="rejected",worker="w1"}'], 1);
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
        // Whether a canary was rolled back is known to whoever rolls it out.
        if (name === 'reservation_canary_rollback') continue;
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

describe('the books of a running service', () => {
  it('are at 0 where every confirmation has its unit, repeated answers included', async () => {
    await withService({ variant: 'conditional', units: 5 }, async ({ reserve, books }) => {
      await reserve('r-1');
      await reserve('r-1');
      await reserve('r-2');
      assert.deepEqual(await books.balance(), { confirmed: 2, initial: 5, remaining: 3, mismatch: 0 });
      assert.deepEqual(values(await books.text(), 'reservation_duplicate_confirmations_total'), {
        '': 0,
      });
    });
  });

  it('show one unit that was sold twice, and one request that was sold two', async () => {
    const held: (() => void)[] = [];
    const gate: Gate = (_, step) =>
      step === 'write' ? new Promise((resolve) => held.push(resolve)) : Promise.resolve();
    await withService({ variant: 'unsafe', units: 5, gate }, async ({ reserve, books }) => {
      const both = [reserve('r-1'), reserve('r-2')];
      while (held.length < 2) await new Promise(setImmediate);
      const release = setInterval(() => held.shift()?.(), 1);
      await Promise.all(both);
      await reserve('r-2');
      clearInterval(release);
      const server = await serveBooks(TOKEN, books);
      const headers = { authorization: `Bearer ${TOKEN}` };
      const text = await (await fetch(`http://127.0.0.1:${server.port}/metrics`, { headers })).text();
      await server.close();
      assert.deepEqual(values(text, 'reservation_invariant_mismatch'), { '': 1 });
      assert.deepEqual(values(text, 'reservation_inventory_remaining'), { '': 3 });
      assert.deepEqual(values(text, 'reservation_duplicate_confirmations_total'), { '': 1 });
    });
  });
});
