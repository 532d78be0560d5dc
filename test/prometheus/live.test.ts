/**
 * The whole way: real worker processes under load, a real Prometheus that scrapes them with the run's token, and the
 * rules of the report. The unsafe service must set off the alerts on the invariant and on its canary; nothing else is
 * asserted of time.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { startPrometheus } from '../../scripts/servers/prometheus.ts';
import { DEFAULT_CRITERIA } from '../../src/core/decide/criteria.ts';
import { triggersOf } from '../../src/core/decide/triggers-of.ts';
import { HttpClient } from '../../src/harness/http/http-client.ts';
import { startCluster, type Cluster } from '../../src/harness/worker/cluster.ts';
import type { Answer } from '../../src/harness/service/answer.ts';
import { machineClock } from '../../src/harness/service/ports.ts';
import { openStore } from '../../src/harness/store/open-store.ts';
import { RunningBooks, serveBooks } from '../../src/harness/monitor/running-books.ts';
import { renderRules } from '../../src/report/prometheus/prometheus.ts';
import { eventually } from '../eventually.ts';
import { perfectEvidence } from '../unit/core/decide/evidence-of.ts';
import { orSkip } from './promtool.ts';
import { scrapeConfig } from './scrape-config.ts';

const KEY = 'seat-7';
const UNITS = 1_000_000;
/** Clients that always have a request under way on the one key. */
const CLIENTS = 8;

const folder = mkdtempSync(join(tmpdir(), 'race-trace-live-'));
const storeUrl = `sqlite:${join(folder, 'store.sqlite')}`;
const store = openStore(storeUrl);
await store.load(new Map([[KEY, UNITS]]));
const deaths: string[] = [];
const cluster = await startCluster(
  { variant: 'unsafe', workers: 4, canary: 1, storeUrl, scheduled: false, admission: {} },
  { held: () => undefined, died: (error) => deaths.push(error.message) },
);
const books = new RunningBooks(store, new Map([[KEY, UNITS]]), true);
const booksServer = await serveBooks(cluster.token, books);

const rulesFile = join(folder, 'alerts.rules.yml');
writeFileSync(rulesFile, renderRules(triggersOf(perfectEvidence(), DEFAULT_CRITERIA)));
const prometheus = await orSkip('alerts of a real Prometheus', () =>
  startPrometheus(
    scrapeConfig({
      ports: [cluster.port, booksServer.port],
      token: cluster.token,
      rulesFile,
      everySeconds: 1,
    }),
  ),
);

const enough = new AbortController();
const load = Promise.all(Array.from({ length: CLIENTS }, (_, client) => askForever(cluster, `c${client}`)));

after(async () => {
  enough.abort();
  await load;
  await prometheus?.stop();
  await booksServer.close();
  await cluster.stop();
  await store.close();
  rmSync(folder, { recursive: true, maxRetries: 5 });
  assert.deepEqual(deaths, []);
});

async function askForever({ port, token }: Cluster, clientId: string): Promise<void> {
  const http = new HttpClient(port, token);
  for (let request = 0; !enough.signal.aborted; request++) {
    const wish = {
      id: `${clientId}-${request}`,
      key: KEY,
      clientId,
      dueUs: machineClock(),
      attemptsBefore: 0,
    };
    const reply = await http.request('POST', '/reservations', JSON.stringify(wish), enough.signal);
    if (reply !== undefined) books.record((JSON.parse(reply.body) as Answer).attempts);
  }
  http.close();
}

if (prometheus !== undefined) {
  const ask = async <T>(path: string): Promise<T> => {
    const { data } = (await (await fetch(`${prometheus.url}/api/v1/${path}`)).json()) as { data: T };
    return data;
  };

  it('Prometheus scrapes the balancer and the books with the token of the run', async () => {
    await eventually(async () => {
      const { activeTargets } = await ask<{ activeTargets: { health: string; lastError: string }[] }>(
        'targets',
      );
      assert.deepEqual(
        activeTargets.map(({ health, lastError }) => health + lastError),
        ['up', 'up'],
      );
    });
  });

  interface Alert {
    readonly state: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly value: string;
  }
  const alertOn = async (name: string) => {
    const { alerts } = await ask<{ alerts: Alert[] }>('alerts');
    return alerts.find(({ labels }) => labels.alertname === name);
  };

  it('the alert on the invariant fires on the unsafe service', async () => {
    await eventually(async () => {
      const mismatch = await alertOn('ReservationInvariantMismatch');
      assert.equal(mismatch?.state, 'firing');
      assert.ok(Number(mismatch.value) > 0, mismatch.value);
      assert.equal(mismatch.labels.action, 'roll back');
    });
  });

  it('the canary of the unsafe service is to be rolled back, and its alert is on its way', async () => {
    await eventually(async () => {
      const breach = await alertOn('ReservationCanaryBreach');
      // It fires when it has been pending for a minute, which is Prometheus's to count.
      assert.match(breach?.state ?? 'inactive', /^(pending|firing)$/);
      assert.equal(breach?.labels.action, 'roll back');
    });
  });

  interface Series {
    readonly metric: Readonly<Record<string, string>>;
  }

  it('has series of every worker', async () => {
    await eventually(async () => {
      const { result } = await ask<{ result: Series[] }>('query?query=reservation_confirmed_total>0');
      const workers = result.map(({ metric }) => metric.worker).sort();
      assert.deepEqual(workers, ['w1@unsafe', 'w2@unsafe', 'w3@unsafe', 'w4@unsafe']);
    });
  });

  it('tells the canary from the stable workers', async () => {
    await eventually(async () => {
      const { result } = await ask<{ result: Series[] }>(
        'query?query=reservation_requests_total{result="success",worker!="balancer"}>0',
      );
      assert.deepEqual(Object.fromEntries(result.map(({ metric }) => [metric.worker, metric.deployment])), {
        'w1@unsafe': 'stable',
        'w2@unsafe': 'stable',
        'w3@unsafe': 'stable',
        'w4@unsafe': 'canary',
      });
    });
  });
}
