import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { randomFor } from '../../../src/harness/random.ts';
import { delayedStore } from '../../../src/harness/store/decorators/delayed-store.ts';
import { servedMemory } from '../../../src/harness/store/memory/driver.ts';
import { memoryStore } from '../../../src/harness/store/memory/memory-store.ts';
import { nodeSqlite, SqliteMissingError } from '../../../src/harness/store/sqlite/node-sqlite.ts';
import { openStore } from '../../../src/harness/store/open-store.ts';
import { optionalDriver, StoreDriverMissingError } from '../../../src/harness/store/driver-package.ts';
import { sqliteStore } from '../../../src/harness/store/sqlite/sqlite-store.ts';
import { inNamespace, parseStoreUrl } from '../../../src/harness/store/store-url.ts';
import { StoreTimeoutError, UnknownKeyError } from '../../../src/harness/store/versioned-store.ts';
import { serveStore } from '../../../src/harness/worker/store-server.ts';
import { conforms } from '../../stores/conformance.ts';

const directory = mkdtempSync(join(tmpdir(), 'race-trace-store-'));
after(() => {
  rmSync(directory, { recursive: true, force: true });
});
let files = 0;
const newFile = () => `sqlite:${join(directory, `store-${++files}.sqlite`)}`;

const server = await serveStore('secret', memoryStore());
after(() => server.close());
const served = servedMemory(server.port, 'secret');

conforms('the in-memory store', { url: () => 'memory:', scheme: 'sequential', shared: false });
conforms('the in-memory store, served over HTTP', { url: () => served, scheme: 'sequential', shared: true });
conforms('the SQLite store', { url: newFile, scheme: 'sequential', shared: true });

describe('the SQLite store between processes', () => {
  const program = join(import.meta.dirname, 'programs/take-units.ts');
  const run = async (...args: string[]) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number];
    assert.equal(code, 0, stderr);
    return { taken: Number(stdout), stderr };
  };

  it('loses no unit and makes no version twice under conditional writes', async () => {
    const url = newFile();
    const store = openStore(url);
    await store.load(new Map([['seat', 1500]]));
    const results = await Promise.all(['a', 'b', 'c'].map((name) => run(url, name)));
    const taken = results.reduce((sum, { taken }) => sum + taken, 0);
    assert.equal(taken, 1500);
    assert.deepEqual(await store.get('seat'), { value: 0, version: 1501 });
    await store.close();
  });

  it('says nothing of experiments on stderr', async () => {
    const url = newFile();
    const store = openStore(url);
    await store.load(new Map([['seat', 1]]));
    const { stderr } = await run(url, 'a');
    assert.equal(stderr, '');
    await store.close();
  });
});

describe('a runtime without node:sqlite', () => {
  it('gets an error that names the versions which have it', () => {
    const without = { getBuiltinModule: () => undefined } as unknown as NodeJS.Process;
    assert.throws(
      () => nodeSqlite(without),
      (error: Error) => {
        assert.ok(error instanceof SqliteMissingError);
        assert.match(error.message, /Node 22\.13/);
        assert.match(error.message, /VS Code 1\.103/);
        return true;
      },
    );
  });

  it('leaves warnings as they were', () => {
    const before = Object.getOwnPropertyDescriptor(process, 'emitWarning');
    nodeSqlite();
    assert.deepEqual(Object.getOwnPropertyDescriptor(process, 'emitWarning'), before);
  });
});

describe('a file that another process holds', () => {
  it('is a storage timeout, and nothing is written', async () => {
    const path = newFile().slice('sqlite:'.length);
    const store = sqliteStore(path, 20);
    await store.load(new Map([['seat', 3]]));
    const { DatabaseSync } = nodeSqlite();
    const holder = new DatabaseSync(path);
    holder.exec('BEGIN IMMEDIATE');
    await assert.rejects(store.put('seat', 2), StoreTimeoutError);
    await assert.rejects(store.putIf('seat', 2, 1, 'r-1'), StoreTimeoutError);
    holder.close();
    assert.deepEqual(await store.get('seat'), { value: 3, version: 1 });
    await store.close();
  });
});

describe('a driver that is not installed', () => {
  it('gets an error with the command that installs it', async () => {
    // Not a literal, which the type checker would look for.
    const driver = 'race-trace-no-such-driver';
    await assert.rejects(
      optionalDriver('some://', driver, () => import(driver)),
      (error: Error) => {
        assert.ok(error instanceof StoreDriverMissingError);
        assert.match(error.message, /some:\/\/ store needs .* npm install .*race-trace-no-such-driver$/);
        return true;
      },
    );
  });

  it('is not blamed for another failure to load', async () => {
    const broken = () => Promise.reject(new SyntaxError('in the driver itself'));
    await assert.rejects(optionalDriver('some://', 'driver', broken), SyntaxError);
  });
});

describe('a store URL', () => {
  it('that names no store says which there are', () => {
    assert.throws(
      () => openStore('mysql://localhost'),
      /no store "mysql:\/\/localhost"; there are sqlite:PATH/,
    );
  });

  it('of etcd names its members, each with a port', () => {
    for (const url of ['etcd://', 'etcd://host', 'etcd://host:1,', 'etcd://host:1,other']) {
      assert.throws(() => openStore(url), /is not etcd:\/\/HOST:PORT/, url);
    }
    for (const url of ['etcd://host:1', 'etcd://a:1,b:2,c:3/some/prefix?timeoutMs=10']) {
      assert.equal(openStore(url).versionScheme, 'monotonic');
    }
  });

  it('keeps what is the driver’s, and takes out what is ours', () => {
    const url =
      'postgres://u:p%3F@h:5432/db?sslmode=disable&timeoutMs=70&namespace=mine&application_name=x=y';
    assert.deepEqual(parseStoreUrl(url), {
      kind: 'postgres',
      server: 'postgres://u:p%3F@h:5432/db?sslmode=disable&application_name=x=y',
      timeoutMs: 70,
      namespace: 'mine',
    });
    const { server, namespace, timeoutMs } = parseStoreUrl(inNamespace(url, 'other'));
    assert.deepEqual([server, namespace, timeoutMs], [parseStoreUrl(url).server, 'other', 70]);
    assert.equal(inNamespace('redis://h:1', 'other'), 'redis://h:1?namespace=other');
    assert.equal(parseStoreUrl('redis://h:1').namespace, 'race-trace');
  });

  it('is refused with a namespace that could be anything else', () => {
    for (const namespace of ['', 'a;b', 'A', '1a', 'a%20', 'x'.repeat(60)])
      assert.throws(() => openStore(`postgres://h/db?namespace=${namespace}`), /a namespace has/, namespace);
  });
});

describe('a delayed store', () => {
  it('waits half before each call and half after it, the mean of many as asked for, and gives the answer', async () => {
    const waits: number[] = [];
    let now = 0;
    const sleep = (ms: number) => {
      now += ms;
      waits.push(ms);
      return Promise.resolve();
    };
    const store = memoryStore();
    await store.load(new Map([['seat', 3]]));
    const delayed = delayedStore(store, 18, { random: randomFor(5, 'delays'), sleep });
    assert.equal((await delayed.take('seat', 'r-1')).kind, 'taken');
    assert.equal((await delayed.confirmationOf('r-1'))?.value, 2);
    assert.equal((await delayed.putIf('seat', 1, 2)).kind, 'written');
    assert.equal(await delayed.put('seat', 0), 4);
    await assert.rejects(delayed.put('nothing', 0), UnknownKeyError);
    assert.equal(await delayed.commits(), 3);
    assert.equal(waits.length, 10);
    for (let call = 0; call < 2000; call++) await delayed.get('seat');
    assert.ok(waits.every((wait, index) => wait > 0 && wait === waits[index - (index % 2)]));
    const mean = now / (waits.length / 2);
    assert.ok(Math.abs(mean - 18) < 1, String(mean));
    const slowest = [...waits].sort((a, b) => a - b)[Math.floor(waits.length * 0.99)]! * 2;
    assert.ok(slowest > 36 && slowest < 72, String(slowest));
  });

  it('has the same delays for the same seed, and others for another', async () => {
    const delays = async (seed: number) => {
      const waits: number[] = [];
      const sleep = (ms: number) => Promise.resolve(waits.push(ms));
      const store = delayedStore(memoryStore(), 5, { random: randomFor(seed, 'delays'), sleep });
      for (let call = 0; call < 5; call++) await store.get('seat');
      return waits;
    };
    assert.deepEqual(await delays(1), await delays(1));
    assert.notDeepEqual(await delays(1), await delays(2));
  });
});
