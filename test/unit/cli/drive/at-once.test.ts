import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { runCli } from '../terminal.ts';
import { drive, driven, folder, ofConfig, RESET, RESETS, shop, SOLD_TWICE } from './shop-service.ts';

void describe('race-trace drive --at-once', () => {
  void it('sells one seat twice where the service lets it, and writes such a round as a trace', async (test) => {
    const { url, books, out, left } = await shop(test, 'unsafe');
    const { code, stdout, stderr } = await drive(url, ...books, ...RESETS, '--rounds', '5', ...out);
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
    const flags = [...books, ...RESETS, '--rounds', '6', ...out];
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
        ...RESETS,
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
    const { stdout } = await drive(url, ...books, ...RESETS, '--rounds', '1', '--format', 'json', ...out);
    assert.match(driven(stdout).notes.join(), /still writing when it had answered/);
  });
});
