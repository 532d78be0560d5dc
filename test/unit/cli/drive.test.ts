import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it, type TestContext } from 'node:test';
import { nodeSqlite } from '../../../src/harness/store/sqlite/node-sqlite.ts';
import { eventually } from '../../eventually.ts';
import { runCli } from './terminal.ts';

const SHOP = join(import.meta.dirname, 'programs/shop.ts');
const MAIN = join(import.meta.dirname, '../../../src/cli/main.ts');
const BOOKS = 'SELECT sku AS key, left AS value FROM stock';
const RESET = 'UPDATE stock SET left = 1; DELETE FROM sales';
const SOLD_TWICE = 'SELECT sku, count(*) AS n FROM sales GROUP BY sku HAVING count(*) > 1';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-drive-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;

/** Starts the service in a process of its own, for one test. */
async function shop(test: TestContext, mode: string) {
  const file = join(folder, `shop-${++files}.db`);
  const service = spawn(process.execPath, [SHOP, file, mode], { stdio: ['ignore', 'pipe', 'ignore'] });
  test.after(() => service.kill('SIGKILL'));
  const [port] = (await once(service.stdout, 'data')) as [Buffer];
  const url = `http://127.0.0.1:${port.toString().trim()}`;
  const left = (): number => {
    const database = new (nodeSqlite().DatabaseSync)(file);
    const { left: found } = database.prepare('SELECT left FROM stock').get()!;
    database.close();
    return Number(found);
  };
  const store = ['--store', `sqlite:${file}`];
  const books = [...store, '--query', BOOKS];
  return { file, url, left, store, books, out: ['--out', join(folder, `out-${files}`)] };
}

const drive = (url: string, ...flags: readonly string[]) =>
  runCli(['drive', `${url}/buy`, '--method', 'POST', '--at-once', '2', ...flags]);

/** What `--format json` says. */
interface Driven {
  readonly verdict: string;
  readonly unknown_because: readonly string[];
  readonly rounds: number;
  readonly broken: number;
  readonly interval_95: readonly [number, number];
  readonly notes: readonly string[];
  readonly list: readonly { readonly answers: string; readonly faults: readonly string[] }[];
  readonly trace: string;
}
const driven = (stdout: string): Driven => JSON.parse(stdout) as Driven;

void describe('race-trace drive --at-once', () => {
  void it('sells one seat twice where the service lets it, and writes such a round as a trace', async (test) => {
    const { url, books, out, left } = await shop(test, 'unsafe');
    const { code, stdout, stderr } = await drive(
      url,
      ...books,
      '--reset',
      RESET,
      '--yes',
      '--rounds',
      '5',
      ...out,
    );
    assert.equal(code, 1, stderr);
    assert.match(stderr, /the reset, before the first run and after each: on sqlite:\S+: UPDATE stock/);
    assert.match(stdout, /^2 at once, 5 rounds: POST http:\/\/127\.0\.0\.1:\d+\/buy$/m);
    assert.match(stdout, /^✕ round \d {2}201 201 {3}2 confirmed, 1 taken {3}1 confirmed and not taken$/m);
    assert.match(
      stdout,
      /^[1-5] of 5 rounds sold more than was there: \d+ %, with 95 % confidence [\d.]+ % to [\d.]+ %$/m,
    );
    assert.match(stdout, /^✕ verdict violation$/m);
    assert.equal(left(), 1);
    const checked = await runCli(['check', join(out[1]!, 'at-once.trace.ndjson')]);
    assert.equal(checked.code, 1);
    assert.match(checked.stdout, /seat-7: 2 units confirmed but 1 taken \(initial 1 − remaining 0\)/);
  });

  void it('finds no fault in a service that has none, and says that this is no proof', async (test) => {
    const { url, books, out } = await shop(test, 'fixed');
    const flags = [...books, '--reset', RESET, '--yes', '--rounds', '6', ...out];
    const json = await drive(url, ...flags, '--format', 'json');
    const { verdict, broken, rounds, interval_95: interval, list } = driven(json.stdout);
    assert.deepEqual([json.code, verdict, broken, rounds], [0, 'ok', 0, 6], json.stderr);
    assert.ok(list.every(({ answers }) => answers === '201 409'));
    // 1 − 0.025^(1/6), the upper end where nothing was seen.
    assert.deepEqual([interval[0], interval[1].toFixed(3)], [0, '0.459']);
    const text = await drive(url, ...flags, '--quiet');
    assert.doesNotMatch(text.stdout, /round 1/);
    assert.match(text.stdout, /prove nothing of those that were not played/);
  });

  void it('takes an invariant by query, by HTTP, by a command, and a bound of the successes', async (test) => {
    const { url, file, store, out } = await shop(test, 'unsafe');
    const common = ['--rounds', '2', '--yes', ...out];
    const byQuery = await drive(url, ...store, '--reset', RESET, '--invariant', SOLD_TWICE, ...common);
    assert.equal(byQuery.code, 1, byQuery.stderr);
    assert.match(byQuery.stdout, /✕ round \d {2}201 201 {3}the invariant is broken: sku=seat-7 n=2$/m);
    const bySuccesses = await drive(url, ...store, '--reset', RESET, '--successes', '1', ...common);
    assert.match(bySuccesses.stdout, /201 201 {3}2 succeeded, and at most 1 may$/m);
    const config = (members: object) => {
      const at = mkdtempSync(join(folder, 'config-'));
      const requests = { A: { method: 'POST', url: `${url}/buy` }, B: {} };
      writeFileSync(join(at, 'race-trace.json'), JSON.stringify({ requests, ...members }));
      return at;
    };
    const calls = { store: { reset: { method: 'POST', url: `${url}/reset` } } };
    for (const invariant of [
      { url: `${url}/seat`, at: 'seat.sold', most: 1 },
      { command: `${process.execPath} -e 'console.log(JSON.stringify([{file:process.argv[1]}]))' ${file}` },
    ]) {
      const at = config({ ...calls, invariant });
      const { code, stdout, stderr } = await ofConfig(at, '--rounds', '2', '--yes');
      const alone = 'command' in invariant;
      assert.equal(code, alone ? 3 : 1, stderr);
      assert.match(
        stdout,
        alone ? /is wrong already: the invariant is broken: file=/ : /seat\.sold is 2, above 1/,
      );
    }
  });

  void it('gives each round a record of its own where nothing resets the store, and each request its id', async (test) => {
    const seen: string[] = [];
    const { createServer: http } = await import('node:http');
    const server = http((request, response) => {
      seen.push(`${request.url ?? ''} ${String(request.headers['idempotency-key'])}`);
      response.writeHead(200).end();
    }).listen(0, '127.0.0.1');
    test.after(() => server.close());
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const { code, stdout } = await runCli([
      ...[
        'drive',
        `http://127.0.0.1:${port}/{key}`,
        '--key',
        'seat {round}',
        '--header',
        'Idempotency-Key: {id}',
      ],
      ...[
        '--at-once',
        '3',
        '--rounds',
        '2',
        '--successes',
        '3',
        '--out',
        join(folder, 'own'),
        '--format',
        'json',
      ],
    ]);
    assert.equal(code, 0, stdout);
    assert.deepEqual(
      seen.map((line) => line.replace(/ [0-9a-f]{8}-/, ' ')).sort(),
      ['A1', 'A2', 'A3'].flatMap((name) => [1, 2].map((round) => `/seat%20${round} ${round}-${name}`)).sort(),
    );
    assert.equal(new Set(seen).size, 6);
    const rows = readFileSync(driven(stdout).trace, 'utf8').trim().split('\n');
    assert.deepEqual(
      rows.map((row) => (JSON.parse(row) as { inventory_key: string }).inventory_key),
      Array(3).fill('seat 2'),
    );
    const byPath = await runCli([
      ...['drive', `http://127.0.0.1:${port}/seat-{round}?id={id}`, '--at-once', '2', '--rounds', '1'],
      ...['--successes', '2', '--out', join(folder, 'own'), '--format', 'json'],
    ]);
    assert.match(readFileSync(driven(byPath.stdout).trace, 'utf8'), /"inventory_key":"\/seat-1"/);
  });

  void it('holds back the end of the head where the service does not wait for the body', async (test) => {
    const { url, books, out } = await shop(test, 'hasty');
    const { code, stdout, stderr } = await drive(
      url,
      ...[
        ...books,
        '--reset',
        RESET,
        '--yes',
        '--body',
        '{"n":1}',
        '--hold-ms',
        '200',
        '--rounds',
        '3',
        '--format',
        'json',
        ...out,
      ],
    );
    assert.equal(code, 1, stderr);
    const { notes, broken } = driven(stdout);
    assert.deepEqual([broken, notes.length], [3, 1]);
    assert.match(notes[0]!, /does not wait for the body/);
  });

  void it('waits for a write that comes behind the answer', async (test) => {
    const { url, books, out } = await shop(test, 'late');
    const { stdout } = await drive(
      url,
      ...books,
      '--reset',
      RESET,
      '--yes',
      '--rounds',
      '1',
      '--format',
      'json',
      ...out,
    );
    assert.match(driven(stdout).notes.join(), /still writing when it had answered/);
  });
});

/** Runs with the config of a folder. */
async function ofConfig(at: string, ...flags: readonly string[]) {
  const back = process.cwd();
  process.chdir(at);
  try {
    return await runCli(['drive', '--at-once', '2', ...flags]);
  } finally {
    process.chdir(back);
  }
}

void describe('what keeps race-trace drive from saying anything', () => {
  const cases: readonly (readonly [mode: string, why: RegExp])[] = [
    [
      'broken',
      /a request alone, right after the reset, is answered with 500, .*: no connection to the till$/m,
    ],
    ['cached', /is told a success, and the books stay as they are: does it reach this store/],
    ['silent', /gets no answer \(no answer in time\)/],
  ];
  for (const [mode, why] of cases)
    void it(`is told of a service that is ${mode}, without a round`, async (test) => {
      const { url, books, out } = await shop(test, mode);
      const { code, stdout } = await drive(
        url,
        ...books,
        '--reset',
        RESET,
        '--yes',
        '--timeout-ms',
        '500',
        ...out,
      );
      assert.equal(code, 3, stdout);
      assert.match(stdout, why);
      assert.doesNotMatch(stdout, /round {2,}1 /);
    });

  void it('is a service that is not there, or goes away', async (test) => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as { port: number };
    free.close();
    const none = await drive(`http://127.0.0.1:${port}`, '--successes', '1', '--out', join(folder, 'none'));
    assert.equal(none.code, 2);
    assert.match(none.stderr, /cannot be reached at http:\S+: ECONNREFUSED; is it started\?/);
    const { url, books, out } = await shop(test, 'dies');
    const gone = await drive(
      url,
      ...books,
      '--reset',
      RESET,
      '--yes',
      '--rounds',
      '9',
      '--timeout-ms',
      '2000',
      ...out,
    );
    assert.match(gone.stdout, /201 201|cannot be reached/);
    assert.notEqual(gone.code, 0);
    assert.ok((gone.stdout.match(/round/g) ?? []).length < 9, gone.stdout);
  });

  void it('is a store that is not there, a reset or an invariant that fails', async (test) => {
    const { url, store, books, out } = await shop(test, 'fixed');
    const said = async (...flags: readonly string[]) => {
      const { code, stderr } = await drive(url, '--rounds', '2', ...out, ...flags);
      assert.equal(code, 2, stderr);
      return stderr;
    };
    const missing = `sqlite:${join(folder, 'missing.db')}`;
    assert.match(
      await said('--store', missing, '--query', BOOKS),
      /the books cannot be read: .*unable to open/,
    );
    assert.match(
      await said('--store', missing, '--reset', RESET, '--yes'),
      /the reset failed: .*does not exist/,
    );
    assert.match(await said(...store, '--reset', 'UPDATE nothing', '--yes'), /the reset failed: /);
    assert.match(
      await said('--reset-command', 'exit 4', '--yes'),
      /the reset failed: the command ended with 4/,
    );
    assert.match(
      await said(...store, '--invariant', 'SELECT nothing'),
      /the invariant cannot be looked at: .*syntax error/,
    );
    assert.match(await said('--reset', RESET), /--reset needs a store/);
    assert.match(
      await said(...store, '--query', `SELECT 'other' AS key, 1 AS value`, '--key', 'seat-7'),
      /no record seat-7\. .* have other/,
    );
    assert.match(await said(...books, '--reset', RESET, '--reset-command', 'x'), /not by both/);
  });

  void it('is the absence of anything that must hold, and of a success', async (test) => {
    const { url, out } = await shop(test, 'fixed');
    const nothing = await drive(url, '--rounds', '2', ...out);
    assert.equal(nothing.code, 3);
    assert.match(nothing.stdout, /nothing says what must hold/);
    const refused = await drive(url, '--rounds', '2', '--successes', '1', ...out);
    assert.equal(refused.code, 3);
    assert.match(refused.stdout, /no request succeeded in 2 rounds of 2/);
  });
});

void describe('race-trace drive and what is not its own', () => {
  void it('asks before it resets, and does nothing in a pipe without --yes', async (test) => {
    const { url, books, out, left, file } = await shop(test, 'fixed');
    const empty = new (nodeSqlite().DatabaseSync)(file);
    empty.exec('UPDATE stock SET left = 0');
    empty.close();
    const inPipe = await drive(url, ...books, '--reset', RESET, ...out);
    assert.equal(inPipe.code, 2);
    assert.match(inPipe.stderr, /on sqlite:\S+: UPDATE stock.*\n.*say --yes if it may/);
    const argv = [
      'drive',
      `${url}/buy`,
      '--method',
      'POST',
      '--at-once',
      '2',
      '--rounds',
      '1',
      ...books,
      '--reset',
      RESET,
      ...out,
    ];
    const refused = await runCli(argv, { ask: () => Promise.resolve('') });
    assert.match(refused.stderr, /nothing was reset and nothing was sent/);
    assert.equal(left(), 0);
    const agreed = await runCli(argv, { ask: () => Promise.resolve('y') });
    assert.equal(agreed.code, 0, agreed.stderr);
    assert.equal(left(), 1);
  });

  void it('reaches no other machine unless its host is named, and shows no password', async () => {
    const urls = ['https://shop.example/buy', 'http://[2001:db8::1]:80/', 'http://127.0.0.1.example/'];
    for (const url of urls) {
      const { code, stderr } = await runCli(['drive', url, '--at-once', '2', '--successes', '1']);
      assert.equal(code, 2);
      assert.match(
        stderr,
        /is not on this machine; if it is meant, say --allow-host (shop\.example|2001:db8::1|127)/,
      );
    }
    const store = ['--store', 'postgres://app:geheim@127.0.0.1:1,db.example/shop', '--query', BOOKS];
    const { stderr } = await drive('http://127.0.0.1:1', ...store);
    assert.match(stderr, /postgres:\/\/app:\*\*\*@\S+ is not on this machine; .* --allow-host db\.example/);
    const allowed = await drive(
      'http://127.0.0.1:1',
      ...store,
      '--allow-host',
      'db.example',
      '--reset',
      RESET,
    );
    assert.match(allowed.stderr, /say --yes/);
    assert.doesNotMatch(stderr + allowed.stderr, /geheim/);
  });

  void it('leaves the store as the reset leaves it when it is interrupted', async (test) => {
    const { url, books, out, left } = await shop(test, 'stuck');
    const argv = ['drive', `${url}/buy`, '--method', 'POST', '--at-once', '2', '--rounds', '9999', ...books];
    const child = spawn(process.execPath, [MAIN, ...argv, '--reset', RESET, '--yes', ...out], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    const ended = once(child, 'exit');
    await eventually(() => {
      assert.match(stdout, /round {4}1 /);
      assert.equal(left(), 0);
    });
    child.kill('SIGINT');
    assert.deepEqual((await ended)[0], 130);
    assert.equal(left(), 1);
  });
});
