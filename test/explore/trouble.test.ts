/** What stands in the way of an exploration: each is told in a sentence, and nothing stays behind. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, it } from 'node:test';
import pg from 'pg';
import { freePort } from '../../scripts/host/port.ts';
import { startPostgres } from '../../scripts/servers/postgres.ts';
import { eventually } from '../eventually.ts';
import { needed } from '../needed.ts';
import { runCli } from '../unit/cli/terminal.ts';
import { readAndSell, remaining, STOCK } from './scenarios/scenario.ts';

const MAIN = resolve(import.meta.dirname, '../../src/cli/main.ts');

/** Answers a request of a client with a status; what it throws is a 500. */
type Serve = (db: pg.Pool, client: string) => Promise<number>;

/** What is different, in the service or in the config, and what is said of it. */
interface Trouble {
  readonly serve?: Serve;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly code: number;
  readonly says: RegExp;
}

let last: Promise<unknown> = Promise.resolve();
let requests = 0;

/** One request after the other, by a lock of the process. */
const inTurn: Serve = (db, client) => {
  const own = last.then(() => readAndSell(db, client));
  last = own.catch(() => undefined);
  return own;
};

/** So many statements that to try all their orders takes many minutes. */
const long: Serve = async (db, client) => {
  for (let times = 0; times < 10; times++) await remaining(db);
  return readAndSell(db, client);
};

const server = await needed('what stands in the way of exploring', 'npm test -- explore', () =>
  startPostgres(),
);
if (server !== undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'race-trace-trouble-'));
  const before = process.cwd();
  process.chdir(folder);
  const tap = await freePort();
  const direct = new pg.Client(server.url);
  await direct.connect();
  await direct.query(STOCK.tables);
  const url = new URL(server.url);
  url.port = String(tap);
  const db = new pg.Pool({ connectionString: url.href });
  db.on('error', () => undefined);

  let serve: Serve = readAndSell;
  const service = createServer((request, response) => {
    requests++;
    serve(db, request.url!.slice(1)).then(
      (status) => response.writeHead(status).end(),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  service.listen(0, '127.0.0.1');
  await once(service, 'listening');
  const { port } = service.address() as { port: number };
  after(async () => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
    service.close();
    await db.end();
    await direct.end();
    await server.stop();
  });

  const store = { url: server.url, reset: STOCK.reset };
  const base = `http://127.0.0.1:${port}`;
  const CONFIG = {
    store,
    requests: { A: { method: 'POST', url: `${base}/A` }, B: { url: `${base}/B` } },
    invariant: STOCK.invariant,
    explore: { listen: `127.0.0.1:${tap}` },
  };
  const use = (trouble: Pick<Trouble, 'serve' | 'config'>) => {
    serve = trouble.serve ?? readAndSell;
    writeFileSync('race-trace.json', JSON.stringify({ ...CONFIG, ...trouble.config }));
  };
  const nothing = await freePort();
  const nowhere = `http://127.0.0.1:${nothing}/`;
  let answers = 0;

  const TROUBLES: Readonly<Record<string, Trouble>> = {
    'a database that is down': {
      config: { store: { ...store, url: `postgres://app:hunter2@127.0.0.1:${nothing}/shop` } },
      code: 2,
      says: /the database postgres:\/\/app:\*\*\*@127\.0\.0\.1:\d+\/shop cannot be reached: /,
    },
    'a reset that fails': {
      config: { store: { ...store, reset: 'DELETE FROM nothing' } },
      code: 2,
      says: /the reset failed: relation "nothing" does not exist/,
    },
    'an invariant that fails': {
      config: { invariant: 'SELECT 1 FROM nothing' },
      code: 2,
      says: /the query of the invariant failed: relation "nothing" does not exist/,
    },
    'a service that is down': {
      config: { requests: { A: { method: 'POST', url: nowhere }, B: {} } },
      code: 2,
      says: /A had no answer \(.+\): see that the service is running/,
    },
    'a service that fails': {
      serve: () => Promise.reject(new Error('no such seat')),
      code: 2,
      says: /A alone was answered 500: Error: no such seat/,
    },
    'a cache that answers': {
      serve: () => Promise.resolve(200),
      code: 2,
      says: /A was answered 200 without a statement that came through the tap\. See that the database URL/,
    },
    'an answer that depends on what was before': {
      serve: async (pool) => {
        await remaining(pool);
        return answers++ % 2 === 0 ? 200 : 409;
      },
      code: 2,
      says: /A alone was answered (200|409) the first time and (200|409) the second, though the store had been reset/,
    },
    'a lock of the process': {
      serve: inTurn,
      code: 0,
      says: /in every schedule one request came after the other: the service lets one through at a time/,
    },
  };
  for (const [what, { code, says, ...trouble }] of Object.entries(TROUBLES))
    it(`${what} is told`, async () => {
      use(trouble);
      const ran = await runCli(['explore', '--yes']);
      assert.match(ran.stderr, says);
      assert.equal(ran.code, code, ran.stdout + ran.stderr);
      assert.doesNotMatch(ran.stdout + ran.stderr, /hunter2|\n {4}at /);
    });

  it('Ctrl-C leaves the store as the reset leaves it, and no connection, lock or port behind', async () => {
    use({ serve: long });
    const child = spawn(process.execPath, [MAIN, 'explore', '--yes', '--max-seconds', '600'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const closed = once(child, 'close') as Promise<[number | null]>;
    const since = requests;
    // Two in each schedule, after some before the search.
    await eventually(() => {
      assert.ok(requests > since + 40, text);
    });
    child.kill('SIGINT');
    const [code] = await closed;
    assert.equal(code, 130, text);
    const { rows: stock } = await direct.query(
      'SELECT remaining, (SELECT count(*)::int FROM sales) FROM stock',
    );
    assert.deepEqual(stock, [{ remaining: 1, count: 0 }]);
    // A process of the server ends some moments after its connection, and with it its locks.
    await eventually(async () => {
      const { rows } = await direct.query(
        "SELECT query FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
      );
      assert.deepEqual(rows, []);
    });
    const again = createServer().listen(tap, '127.0.0.1');
    await once(again, 'listening');
    again.close();
  });
}
