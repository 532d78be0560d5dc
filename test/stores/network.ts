import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { withRunStore } from '../../src/harness/phases/run-store.ts';
import { parseStoreUrl } from '../../src/harness/store/store-url.ts';
import { namespacesOn, openStore } from '../../src/harness/store/open-store.ts';
import { StoreTimeoutError, type VersionedStore } from '../../src/harness/store/versioned-store.ts';
import { freePort } from '../../scripts/host/port.ts';
import type { Server } from '../../scripts/servers/server-process.ts';
import { eventually } from '../eventually.ts';
import { needed } from '../needed.ts';
import { conforms } from './conformance.ts';
import { carriesALoad } from './load-run.ts';
import { relayBefore, type Relay } from './relay.ts';
import { until } from './until.ts';

/** Long enough for a server on a busy machine; five calls of the tests wait for it to run out. */
const TIMEOUT_MS = 700;
/** Where no call is to run out of time, whatever else the machine does. */
const AMPLE_MS = 60_000;

/**
 * Starts a server, runs every store's tests and those of a store beyond a network on it, and stops it at the end.
 */
export async function testServerStore<S extends Server>(
  name: string,
  scheme: VersionedStore['versionScheme'],
  start: () => Promise<S>,
  more: (server: S) => void = () => undefined,
): Promise<void> {
  const server = await needed(`the ${name} store`, 'npm run test:stores', start);
  if (server === undefined) return;
  after(() => server.stop());
  conforms(`the ${name} store`, { url: () => server.url, scheme, shared: true });
  describe(`the ${name} store, beyond a network,`, () => {
    lostAnswers(server.url.replace(/,[^/]*/, ''));
  });
  it(`the ${name} store carries a load run, whose books balance`, () => carriesALoad(server.url));
  it(`the next run on the ${name} server removes what a killed one has left`, () =>
    removesLeftOvers(server.url));
  it(`the ${name} server of a test dies with it, even by SIGKILL`, () => diesWithItsParent(name));
  more(server);
}

async function removesLeftOvers(url: string): Promise<void> {
  const program = join(import.meta.dirname, 'programs/hold-run-store.ts');
  const held = async () => {
    const child = spawn(process.execPath, [program, url], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return { child, namespace: parseStoreUrl(line.toString().trim()).namespace };
  };
  const namespaces = async () => (await namespacesOn(url, 'race-trace-')).toSorted();
  const [killed, living] = [await held(), await held()];
  try {
    const ended = once(killed.child, 'exit');
    killed.child.kill('SIGKILL');
    await ended;
    assert.deepEqual(await namespaces(), [killed.namespace, living.namespace].sort());
    await withRunStore(url, async ({ store, url: own }) => {
      await store.load(new Map([['seat', 1]]));
      assert.deepEqual(await namespaces(), [parseStoreUrl(own).namespace, living.namespace].sort());
    });
    assert.deepEqual(await namespaces(), [living.namespace]);
  } finally {
    for (const { child } of [killed, living]) child.kill('SIGKILL');
  }
  await once(living.child, 'exit');
  await withRunStore(url, () => Promise.resolve());
  assert.deepEqual(await namespaces(), []);
}

async function diesWithItsParent(name: string): Promise<void> {
  // A killed process cannot remove its server's data; here the test does.
  const folder = mkdtempSync(join(tmpdir(), 'race-trace-holder-'));
  chmodSync(folder, 0o755);
  const program = join(import.meta.dirname, 'programs/hold-server.ts');
  const env = { ...process.env, TMPDIR: folder };
  const holder = spawn(process.execPath, [program, name], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = (await once(holder.stdout, 'data')) as [Buffer];
    const url = line.toString().trim();
    const store = openStore(url);
    await store.load(new Map());
    await store.close();
    holder.kill('SIGKILL');
    const port = Number(/:(\d+)(?:\/|$)/.exec(url)![1]);
    await until('the server is gone', async () => !(await listens(port)));
  } finally {
    holder.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function lostAnswers(url: string): void {
  /** Calls `use` with a connected store behind a relay, and with the version of its seat. */
  async function throughRelay(
    use: (store: VersionedStore, relay: Relay, version: number) => Promise<void>,
    timeoutMs = TIMEOUT_MS,
  ): Promise<void> {
    const relay = await relayBefore(url);
    const store = openStore(`${relay.url}?timeoutMs=${timeoutMs}`);
    try {
      await direct((store) => store.load(new Map([['seat', 3]])));
      // A busy machine may take longer than the timeout to connect.
      const { version } = (await eventually(() => store.get('seat')))!;
      await use(store, relay, version);
    } finally {
      await store.close();
      await relay.close();
    }
  }

  /** What `use` gives on a connection beside the relay. */
  async function direct<T>(use: (store: VersionedStore) => Promise<T>): Promise<T> {
    const store = openStore(url);
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  }

  const valueNow = async () => (await direct((store) => store.get('seat')))?.value;

  it('times out on a write that took effect and whose answer was lost', () =>
    throughRelay(async (store, relay, version) => {
      relay.passage = 'answers lost';
      await assert.rejects(store.putIf('seat', 2, version, 'r-1'), StoreTimeoutError);
      await eventually(async () => {
        assert.equal(await valueNow(), 2);
      });
    }));

  it('times out on a write that never arrived', () =>
    throughRelay(async (store, relay) => {
      relay.passage = 'requests lost';
      await assert.rejects(store.put('seat', 2), StoreTimeoutError);
      await assert.rejects(store.get('seat'), StoreTimeoutError);
      assert.equal(await valueNow(), 3);
    }));

  it('times out on a write whose connection broke before the answer', () =>
    throughRelay(async (store, relay, version) => {
      relay.passage = 'answers lost';
      const write = store.putIf('seat', 2, version, 'r-1');
      const rejected = assert.rejects(write, StoreTimeoutError);
      await eventually(async () => {
        assert.equal(await valueNow(), 2);
      });
      await relay.close();
      await rejected;
    }, AMPLE_MS));

  it('rejects, but not as a timeout, where no server is', async () => {
    const store = openStore(
      `${url.replace(/\d+\.\d+\.\d+\.\d+:\d+/, `127.0.0.1:${await freePort()}`)}?timeoutMs=${TIMEOUT_MS}`,
    );
    await assert.rejects(store.put('seat', 1), (error: Error) => {
      assert.ok(!(error instanceof StoreTimeoutError));
      assert.match(error.message, /ECONNREFUSED/);
      return true;
    });
    await store.close();
    await assert.rejects(store.get('seat'), /closed/);
  });
}
