import assert from 'node:assert/strict';
import { it } from 'node:test';
import { startEtcd, type EtcdCluster, type EtcdMember } from '../../scripts/servers/etcd.ts';
import { openStore } from '../../src/harness/store/open-store.ts';
import { StoreTimeoutError, type VersionedStore } from '../../src/harness/store/versioned-store.ts';
import { assertReconciled, loadOn } from './load-run.ts';
import { testServerStore } from './network.ts';
import { until } from './until.ts';

await testServerStore(
  'etcd',
  'monotonic',
  () => startEtcd(),
  (cluster) => {
    carriesALoadWithoutItsLeader();
    losesItsLeader(cluster);
  },
);

const CLIENTS = 8;
const UNITS = 1_000_000;

/** What the clients were told, by request id. */
interface Books {
  readonly confirmed: string[];
  readonly unknown: string[];
  /** When the clients are to stop. */
  readonly end: AbortSignal;
}

/** Last of all: the cluster has a member less from here on. */
function losesItsLeader(cluster: EtcdCluster): void {
  it('an etcd cluster whose leader is killed under load goes on, and its books balance', async (t) => {
    const store = openStore(cluster.url);
    await store.load(new Map([['seat', UNITS]]));
    const end = new AbortController();
    const books: Books = { confirmed: [], unknown: [], end: end.signal };
    const { confirmed, unknown } = books;
    const clients = Array.from({ length: CLIENTS }, (_, client) => takeUnits(books, cluster, client));

    await until('units are taken', () => confirmed.length > 20);
    const leader = (await leaderOf(cluster))!;
    await leader.kill();
    await until('another leads', async () => (await leaderOf(cluster)) !== undefined);
    const withoutLeader = confirmed.length;
    await until('units are taken again', () => confirmed.length > withoutLeader + 20);
    end.abort();
    await Promise.all(clients);

    const sold = UNITS - (await store.get('seat'))!.value;
    const applied = await confirmedInStore(store, unknown);
    t.diagnostic(
      `${confirmed.length} confirmed, ${unknown.length} unknown, ${applied} of them applied; ${sold} sold`,
    );
    assert.equal(await confirmedInStore(store, confirmed), confirmed.length, 'a confirmed request was lost');
    assert.equal(sold, confirmed.length + applied);
    assert.equal(await store.commits(), sold);
    await store.close();
  });
}

/** On a cluster of its own: the other one loses a member too, and two are its majority. */
function carriesALoadWithoutItsLeader(): void {
  it('an etcd cluster whose leader is killed during a load run: its timeouts explain its books', async (t) => {
    const cluster = await startEtcd();
    let killing: Promise<void> | undefined;
    let sentBefore = 0;
    const killLeader = (sent: number) => {
      if (sent < 60 || killing !== undefined) return;
      sentBefore = sent;
      killing = leaderOf(cluster).then((leader) => leader!.kill());
    };
    try {
      const { run, checked } = await loadOn(
        `${cluster.url}?timeoutMs=2000`,
        {
          workload: { seed: 6, rate: 60, durationS: 6, arrivals: 'constant', keys: 3, skew: 0 },
          units: 100_000,
        },
        killLeader,
      );
      await killing;
      assertReconciled(run);
      const { attempts, books, requests } = run.metrics;
      assert.ok(books);
      t.diagnostic(
        `${sentBefore} of ${requests.sent} requests sent before the kill; ${attempts.success} confirmed, ` +
          `${attempts.timeout} unknown, of which ${-books.mismatch} took a unit`,
      );
      assert.ok(sentBefore >= 60 && attempts.success > 0, JSON.stringify(attempts));
      assert.ok(books.mismatch <= 0 && -books.mismatch <= attempts.timeout, String(books.mismatch));
      assert.notEqual(checked.analysis.verdict, 'violation');
    } finally {
      await cluster.stop();
    }
  });
}

/** Takes one unit per request until it is stopped; begins at another member than its neighbour. */
async function takeUnits(books: Books, cluster: EtcdCluster, client: number): Promise<void> {
  const endpoints = cluster.members.map(({ endpoint }) => endpoint);
  const first = client % endpoints.length;
  const members = [...endpoints.slice(first), ...endpoints.slice(0, first)].join(',');
  const store = openStore(`etcd://${members}?timeoutMs=2000`);
  for (let request = 0; !books.end.aborted; request++) await takeOne(store, `c${client}-${request}`, books);
  await store.close();
}

/** One request: reads and writes until it has its unit, or an answer is missing. */
async function takeOne(store: VersionedStore, requestId: string, books: Books): Promise<void> {
  try {
    for (let written = false; !written && !books.end.aborted;) {
      const stock = (await store.get('seat'))!;
      const outcome = await store.putIf('seat', stock.value - 1, stock.version, requestId);
      written = outcome.kind === 'written';
      if (written) books.confirmed.push(requestId);
    }
  } catch (error) {
    if (!(error instanceof StoreTimeoutError)) throw error;
    books.unknown.push(requestId);
  }
}

async function confirmedInStore(store: VersionedStore, requestIds: readonly string[]): Promise<number> {
  let found = 0;
  for (const requestId of requestIds) if (await store.confirmationOf(requestId)) found++;
  return found;
}

async function leaderOf(cluster: EtcdCluster): Promise<EtcdMember | undefined> {
  const leads = await Promise.all(cluster.members.map((member) => member.leads().catch(() => false)));
  return cluster.members[leads.indexOf(true)];
}
