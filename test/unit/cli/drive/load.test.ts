import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { eventually } from '../../../eventually.ts';
import { runCli } from '../terminal.ts';
import { folder, shop } from './shop-service.ts';

/** `race-trace drive` of sales that arrive by themselves: eight in a fifth of a second unless told. */
const load = (url: string, ...flags: readonly string[]) =>
  runCli(['drive', `${url}/buy`, '--method', 'POST', '--rate', '40', '--duration', '200ms', ...flags]);
const EVENLY = ['--arrivals', 'constant'];

interface Row {
  readonly request_id: string;
  readonly inventory_key: string;
  readonly result: string;
  readonly retry_count: number;
  readonly http_status?: number;
}
interface Manifest {
  readonly complete?: boolean;
  readonly invalid_because?: readonly string[];
  readonly initial: Readonly<Record<string, unknown>>;
  readonly remaining: Readonly<Record<string, unknown>>;
  readonly workload: { readonly hash: string; readonly units: number };
}
const text = (...path: readonly string[]) => readFileSync(join(...path), 'utf8');
const rowsIn = (...path: readonly string[]): readonly Row[] =>
  text(...path)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
const manifestIn = (...path: readonly string[]) => JSON.parse(text(...path)) as Manifest;

void describe('race-trace drive without --at-once', () => {
  void it('finds by the books what an unsafe service sold too often, and leaves what a report reads', async (test) => {
    const { url, books, out } = await shop(test, 'unsafe');
    const reset = ['--reset', 'UPDATE stock SET left = 3', '--yes'];
    const secret = ['--header', 'authorization: Bearer geheim', '--header', 'idempotency-key: {id}'];
    const found = await load(url, ...EVENLY, ...books, ...reset, ...secret, '--closed', ...out);
    assert.equal(found.code, 1, found.stderr);
    assert.match(found.stdout, /VIOLATION.*\n.* 1 invariant-mismatch in 8 attempts/);
    assert.match(found.stderr, /the reset, before the load, and not after it: on sqlite:/);
    const directory = out[1]!;
    const rows = rowsIn(directory, 'load.trace.ndjson');
    assert.equal(new Set(rows.map((row) => row.request_id)).size, 8);
    assert.ok(rows.every((row) => [201, 409].includes(row.http_status ?? 0)));
    const manifest = manifestIn(directory, 'load.run.json');
    assert.deepEqual([manifest.complete, manifest.workload.units], [true, 3]);
    assert.deepEqual(manifest.initial, { 'seat-7': { value: 3 } });
    const report = await runCli(['report', directory]);
    assert.equal(report.code, 1, report.stderr);
    assert.match(report.stdout, /service: do not release/);
    const made = text(directory, 'report.md');
    assert.doesNotMatch(made, / in the metrics and | instead of /);
    assert.match(made, /race-trace drive URL --seed 1 --rate 40 --duration 0\.2s/);
    const written = readdirSync(directory).map((name) => text(directory, name));
    assert.doesNotMatch([found.stdout, found.stderr, ...written].join(), /geheim/);
  });

  void it('finds nothing in a fixed service, says what it could not check, and repeats the load', async (test) => {
    const { url, books, out } = await shop(test, 'fixed');
    const reset = ['--reset-command', ': postgres://app:geheim@127.0.0.1/shop', '--yes'];
    const first = await load(url, ...books, ...reset, '--closed', ...out);
    assert.equal(first.code, 3, first.stderr);
    assert.match(first.stderr, /runs : postgres:\/\/app:\*\*\*@/);
    assert.doesNotMatch(first.stderr, /geheim/);
    assert.match(first.stdout, /no read_version: stale-version writes and phantom reads cannot be checked/);
    assert.match(first.stdout, /initial 1 = remaining 0 \+ confirmed 1 {3}the books balance/);
    const again = await runCli([
      ...['drive', `${url}/buy`, '--method', 'POST', ...books, '--of', out[1]!],
      ...['--variant', 'fixed', '--format', 'json', '--out', `${out[1]!}-again`],
    ]);
    assert.equal(again.code, 3, again.stderr);
    const { verdict, metrics } = JSON.parse(again.stdout) as {
      verdict: string;
      metrics: Readonly<Record<string, unknown>>;
    };
    assert.deepEqual(
      [verdict, metrics.phase, metrics.variant, metrics.workload_hash],
      ['unknown', 'retest', 'fixed', manifestIn(out[1]!, 'load.run.json').workload.hash],
    );
  });

  void it('asks again with the same id, takes from several records, and assumes nothing of errors', async (test) => {
    const { url, out } = await shop(test, 'broken');
    const keys = ['--keys', 'seat-7,seat-8', '--skew', '0', '--header', 'x-seat: {key}'];
    const found = await load(url, ...EVENLY, ...keys, '--retries', '1', ...out);
    assert.equal(found.code, 3, found.stderr);
    assert.match(found.stdout, /answers +16 × 500/);
    assert.match(found.stdout, /16 of open outcome \(error or no answer: 100 %\)/);
    const rows = rowsIn(out[1]!, 'load.trace.ndjson');
    const ids = new Set(rows.map((row) => row.request_id));
    assert.deepEqual([...new Set(rows.map((row) => row.inventory_key))].sort(), ['seat-7', 'seat-8']);
    assert.equal(ids.size, 8);
    for (const id of ids)
      assert.deepEqual(
        rows.filter((row) => row.request_id === id).map((row) => [row.result, row.retry_count]),
        [
          ['timeout', 0],
          ['timeout', 1],
        ],
      );
  });

  void it('ends with a complete manifest when it is interrupted', async (test) => {
    const { url, books, out } = await shop(test, 'fixed');
    const stop = new AbortController();
    const argv = ['drive', `${url}/buy`, '--method', 'POST', '--duration', '1h', ...books, ...out];
    const ended = runCli(argv, { interrupted: stop.signal });
    await eventually(() => {
      assert.ok(rowsIn(out[1]!, 'load.trace.ndjson').length > 0);
    });
    stop.abort();
    assert.equal((await ended).code, 130);
    const manifest = manifestIn(out[1]!, 'load.run.json');
    assert.equal(manifest.complete, true);
    assert.deepEqual(manifest.remaining, { 'seat-7': { value: 0 } });
    assert.match(manifest.invalid_because?.[0] ?? '', /^\d+ of \d+ requests were sent\.$/);
  });

  void it('names a service that is not there, and what it cannot send', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as { port: number };
    free.close();
    const url = `http://127.0.0.1:${port}`;
    const cases: readonly (readonly [flags: readonly string[], why: RegExp])[] = [
      [[], /cannot be reached at http:\S+: ECONNREFUSED; is it started\?/],
      [['--rounds', '2'], /--rounds belongs to rounds: say --at-once N too/],
      [['--at-once', '2'], /--rate belongs to a load: leave out --at-once/],
      [['--of', folder], /--of repeats a load as it was: leave out --rate/],
      [['--keys', 'a,b'], /put \{key\} into its URL/],
      [['--body', '{key}'], /what does \{key\} in A stand for/],
      [['--keys', 'a,a'], /--keys names a twice/],
      [['--keys-from', join(folder, 'no-such')], /no-such/],
      [['--body', '{round}'], /belongs to --at-once/],
      [['--duration', '2h'], /at most 1h/],
      [
        ['--store', 'postgres://app:geheim@db.example/shop', '--query', 'q'],
        /app:\*\*\*@.*not on this machine/,
      ],
    ];
    for (const [flags, why] of cases) {
      const { code, stderr } = await load(url, ...flags, '--out', join(folder, 'nothing'));
      assert.equal(code, 2, stderr);
      assert.match(stderr, why);
      assert.doesNotMatch(stderr, /geheim/);
    }
    assert.deepEqual(readdirSync(join(folder, 'nothing')), []);
  });
});
