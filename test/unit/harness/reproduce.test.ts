import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { after, describe, it, type TestContext } from 'node:test';
import { analyze } from '../../../src/core/check/analyze.ts';
import { reproduce, type ReproduceOptions } from '../../../src/harness/phases/reproduce.ts';
import { serviceCode } from '../../../src/harness/service/service-code.ts';
import { CLIENTS, openRig } from '../../../src/harness/phases/two-client-rig.ts';
import type { Manifest } from '../../../src/ingest/run-files/manifest-schema.ts';
import { parseSchedule, RACE_SCHEDULE } from '../../../src/harness/schedule/schedule.ts';
import { openStore } from '../../../src/harness/store/open-store.ts';
import { openTrace } from '../../../src/ingest/open-trace.ts';
import { eventually } from '../../eventually.ts';
import { childrenOf, goneAll } from './processes.ts';

const directory = mkdtempSync(join(tmpdir(), 'race-trace-reproduce-'));
after(() => {
  rmSync(directory, { recursive: true, force: true });
});
let runs = 0;

function options(schedule: string, more: Partial<ReproduceOptions> = {}): ReproduceOptions {
  return {
    schedule: parseSchedule(schedule, CLIENTS),
    seed: 7,
    runs: 1,
    directory: join(directory, String(++runs)),
    interrupted: new AbortController().signal,
    ...more,
  };
}

async function verdictOf(tracePath: string) {
  const { history, facts, reading, problemsTotal, manifestProblems } = await openTrace(tracePath);
  assert.equal(problemsTotal, 0);
  assert.deepEqual(manifestProblems, []);
  return analyze(history, facts, reading);
}

/** The trace without the columns that the wall clock decides. */
function rowsOf(tracePath: string): readonly string[][] {
  const [header = '', ...lines] = readFileSync(tracePath, 'utf8').trimEnd().split('\n');
  const timeless = header.split(',').map((name) => !/_us$|_ms$/.test(name));
  return lines.map((line) => line.split(',').filter((_, column) => timeless[column]));
}

/** Where the service's source makes this call: the place of the method's name. */
function siteOf(file: string, call: string): string {
  const path = `src/harness/service/${file}`;
  const lines = readFileSync(path, 'utf8').split('\n');
  const line = lines.findIndex((text) => text.includes(call));
  const column = lines[line]!.indexOf(call) + call.lastIndexOf('.') + 2;
  return `${path}:${line + 1}:${column}`;
}

describe('the reproducer', () => {
  it('makes the race in the unsafe service and not in the conditional one', async () => {
    const [unsafe, conditional] = await reproduce(options(RACE_SCHEDULE));
    const bad = await verdictOf(unsafe!.tracePath);
    assert.equal(bad.verdict, 'violation');
    assert.equal(bad.counts['stale-version-write'], 1);
    assert.equal(bad.ledger.mismatch, 1);
    assert.equal(bad.ledger.unexplained, 0);
    const good = await verdictOf(conditional!.tracePath);
    assert.equal(good.verdict, 'ok');
    assert.deepEqual(good.findings, []);
    assert.equal(good.ledger.mismatch, 0);
  });

  it('writes every column of every attempt', async () => {
    const [unsafe, conditional] = await reproduce(options(RACE_SCHEDULE));
    const read = siteOf('reservation.ts', 'attempt.read(');
    const confirm = siteOf('reservation.ts', 'if (holdsUnit) return attempt.confirm(');
    const blind = siteOf('unsafe.ts', 'attempt.put(');
    const asking = siteOf('conditional.ts', 'attempt.putIf(');
    const row = (...cells: readonly string[]) => cells;
    const end = (variant: string) => ['reproduce', '', variant];
    assert.deepEqual(rowsOf(unsafe!.tracePath), [
      row(
        'r-001',
        'seat-7',
        'w1@unsafe',
        '1',
        '2',
        'success',
        '0',
        'A',
        '1',
        '0',
        read,
        blind,
        confirm,
        ...end('unsafe'),
      ),
      row(
        'r-002',
        'seat-7',
        'w2@unsafe',
        '1',
        '3',
        'success',
        '0',
        'B',
        '1',
        '0',
        read,
        blind,
        confirm,
        ...end('unsafe'),
      ),
    ]);
    const name = 'conditional';
    assert.deepEqual(rowsOf(conditional!.tracePath), [
      row(
        'r-001',
        'seat-7',
        `w1@${name}`,
        '1',
        '2',
        'success',
        '0',
        'A',
        '1',
        '0',
        read,
        asking,
        confirm,
        ...end(name),
      ),
      row(
        'r-002',
        'seat-7',
        `w2@${name}`,
        '1',
        '',
        'retry',
        '0',
        'B',
        '1',
        '',
        read,
        asking,
        '',
        ...end(name),
      ),
      row(
        'r-002',
        'seat-7',
        `w2@${name}`,
        '2',
        '',
        'rejected',
        '1',
        'B',
        '0',
        '',
        read,
        '',
        '',
        ...end(name),
      ),
    ]);
  });

  it('writes manifests whose books are the store’s own', async () => {
    const begun = Date.now();
    const [unsafe] = await reproduce(options(RACE_SCHEDULE));
    const manifest = JSON.parse(readFileSync(unsafe!.manifestPath, 'utf8')) as Manifest;
    const { environment, ...others } = manifest;
    const startedAt = Date.parse(environment?.started_at ?? '');
    assert.ok(startedAt >= begun && startedAt <= Date.now(), environment?.started_at);
    assert.deepEqual(environment, {
      started_at: new Date(startedAt).toISOString(),
      tool_version: 'development',
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
      cpus: availableParallelism(),
      cpu_model: cpus()[0]!.model.trim(),
      memory_bytes: totalmem(),
    });
    assert.deepEqual(others, {
      format: 'race-trace/1',
      phase: 'reproduce',
      seed: 7,
      variant: 'unsafe',
      ...serviceCode('unsafe'),
      idempotent: false,
      store: { kind: 'sqlite' },
      version_scheme: 'sequential',
      initial: { 'seat-7': { value: 1, version: 1 } },
      remaining: { 'seat-7': { value: 0, version: 3 } },
      closed: true,
      units_per_success: 1,
      offered: 2,
      schedule: RACE_SCHEDULE,
      complete: true,
    });
  });

  it('plays the same interleaving 200 times out of 200, for both services', async (t: TestContext) => {
    const results = await reproduce(options(RACE_SCHEDULE, { runs: 200 }));
    assert.deepEqual(
      results.map((each) => [each.variant, each.identicalRuns]),
      [
        ['unsafe', 200],
        ['conditional', 200],
      ],
    );
    assert.equal(results[0]!.interleaving.join(' '), 'A:read B:read A:write A:confirm B:write B:confirm');
    assert.equal(results[1]!.interleaving.join(' '), 'A:read B:read A:write A:confirm B:write B:read');
    t.diagnostic('2 × 200 runs, all identical');
  });

  it('makes the same traces with new processes', async () => {
    const [first, second] = [
      await reproduce(options(RACE_SCHEDULE)),
      await reproduce(options(RACE_SCHEDULE)),
    ];
    for (const index of [0, 1])
      assert.deepEqual(rowsOf(second[index]!.tracePath), rowsOf(first[index]!.tracePath));
  });

  const OTHERS: readonly [string, string, string][] = [
    ['B:read A:read B:write A:write', 'violation', 'ok'],
    ['A:read B:read', 'violation', 'ok'],
    ['A:read B:read A:write B:write A:confirm B:confirm', 'violation', 'ok'],
    ['A:read A:write B:read', 'ok', 'ok'],
  ];
  for (const [schedule, unsafe, conditional] of OTHERS)
    it(`under "${schedule}" finds unsafe ${unsafe} and conditional ${conditional}`, async () => {
      const results = await reproduce(options(schedule));
      const verdicts = [];
      for (const { tracePath } of results) verdicts.push((await verdictOf(tracePath)).verdict);
      assert.deepEqual(verdicts, [unsafe, conditional]);
    });

  it('says that a schedule cannot happen, and leaves no process', async () => {
    await assert.rejects(
      reproduce(options('A:read A:write B:read B:write')),
      /cannot happen: at B:write B already had its answer, rejected/,
    );
    assert.deepEqual(childrenOf(process.pid), []);
  });

  it('ends at once when it is interrupted, and leaves no process and no complete manifest', async () => {
    const stop = new AbortController();
    const request = options(RACE_SCHEDULE, { runs: 1_000_000, interrupted: stop.signal });
    const ended = assert.rejects(reproduce(request), /interrupted/);
    await eventually(() => {
      assert.ok(existsSync(join(request.directory, 'unsafe.trace.csv')), 'no run has begun');
    });
    stop.abort();
    await ended;
    assert.deepEqual(childrenOf(process.pid), []);
    assert.ok(!readdirSync(request.directory).includes('conditional.run.json'));
  });
});

describe('the processes of a run', () => {
  it('end with an error, not in silence, when one of them is killed', async () => {
    const storeUrl = `sqlite:${join(directory, 'killed.sqlite')}`;
    const store = openStore(storeUrl);
    await store.load(new Map([['seat', 1]]));
    const interrupted = new AbortController().signal;
    const rig = await openRig({ variant: 'unsafe', storeUrl, interrupted });
    const recorded: string[] = [];
    const schedule = parseSchedule(RACE_SCHEDULE, CLIENTS);
    const playing = rig.play(schedule, 'seat', (rows) => {
      recorded.push(...rows.map((row) => row.result));
    });
    process.kill(childrenOf(process.pid)[0]!, 'SIGKILL');
    await assert.rejects(playing, /worker w\d@unsafe ended \(SIGKILL\)/);
    await rig.close();
    await store.close();
    assert.deepEqual(childrenOf(process.pid), []);
    // What was asked and never answered is in the trace as unknown.
    assert.ok(recorded.every((result) => result === 'timeout'));
  });

  it('do not outlive a parent that is killed', async () => {
    const program = join(import.meta.dirname, 'programs/hold-workers.ts');
    const parent = spawn(process.execPath, [program, join(directory, 'held.sqlite')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(parent.stdout, 'data');
    const processes = childrenOf(parent.pid!);
    // Two workers, and the balancer before them.
    assert.equal(processes.length, 3);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await goneAll(processes);
  });

  const skip = process.platform !== 'linux' && 'arguments and environments are read from /proc';
  it('have the secret of the run neither in their arguments nor in their environment', { skip }, async () => {
    const storeUrl = `sqlite:${join(directory, 'secret.sqlite')}`;
    const rig = await openRig({ variant: 'unsafe', storeUrl, interrupted: new AbortController().signal });
    for (const pid of childrenOf(process.pid)) {
      const visible = ['cmdline', 'environ']
        .map((name) => readFileSync(`/proc/${pid}/${name}`, 'utf8'))
        .join('\0');
      assert.match(visible, /worker/);
      // A token is 32 random bytes as base64url: 43 characters.
      assert.doesNotMatch(visible.replaceAll(directory, ''), /(^|[\0=])[\w-]{43}(\0|$)/);
    }
    await rig.close();
  });
});
