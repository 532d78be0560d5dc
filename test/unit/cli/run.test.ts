import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openTrace } from '../../../src/ingest/open-trace.ts';
import { eventually } from '../../eventually.ts';
import { childrenOf, goneAll } from '../harness/processes.ts';
import { runCli } from './terminal.ts';

const MAIN = join(import.meta.dirname, '../../../src/cli/main.ts');

const folder = mkdtempSync(join(tmpdir(), 'race-trace-cli-run-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Output {
  readonly valid: boolean;
  readonly verdict: string;
  readonly metrics: {
    readonly variant: string;
    readonly workload_hash: string;
    readonly attempts: { readonly started: number };
    readonly books: { readonly mismatch: number };
    readonly invalid_because: readonly string[];
  };
  readonly check: { readonly rows: { readonly accepted: number } };
}

/** A busy machine makes a run invalid, and the exit code says that; anything else must be as it should. */
function assertEnded(code: number, output: Output): void {
  if (output.valid) assert.equal(code, output.verdict === 'ok' ? 0 : output.verdict === 'violation' ? 1 : 3);
  else {
    assert.equal(code, 3);
    assert.match(output.metrics.invalid_because.join(), /^Requests were sent late: /);
  }
}

function workersOf(directory: string): unknown {
  const [name = ''] = readdirSync(directory).filter((each) => each.endsWith('.run.json'));
  return (JSON.parse(readFileSync(join(directory, name), 'utf8')) as { workers?: number }).workers;
}

void describe('race-trace run', () => {
  const load = join(folder, 'load');

  it('load writes a trace, a manifest, metrics and a histogram, and prints one JSON value', async () => {
    const flags = [
      '--rate',
      '50',
      '--duration',
      '2s',
      '--keys',
      '5',
      '--seed',
      '9',
      '--workers',
      '3',
      '--burst',
      '2x:0.5s/1s',
    ];
    const { code, stdout } = await runCli([
      'run',
      'load',
      ...flags,
      '--out',
      load,
      '--format',
      'json',
      '--quiet',
    ]);
    const output = JSON.parse(stdout) as Output;
    assertEnded(code, output);
    assert.equal(output.metrics.variant, 'unsafe');
    assert.equal(output.check.rows.accepted, output.metrics.attempts.started);
    assert.deepEqual(readdirSync(load).sort(), [
      'load.hlog',
      'load.metrics.json',
      'load.run.json',
      'load.trace.csv',
    ]);
  });

  it('retest repeats the workload of a load run, by the same hash, on the conditional service', async () => {
    const out = join(folder, 'retest');
    const { code, stdout } = await runCli(['run', 'retest', '--of', load, '--out', out, '--format', 'json']);
    const output = JSON.parse(stdout) as Output;
    assertEnded(code, output);
    assert.equal(workersOf(out), 3);
    const before = JSON.parse(readFileSync(join(load, 'load.run.json'), 'utf8')) as {
      workload: { hash: string };
    };
    assert.equal(output.metrics.workload_hash, before.workload.hash);
    assert.deepEqual([output.metrics.variant, output.metrics.books.mismatch], ['conditional', 0]);
  });

  it('baseline holds, and says so to people', async () => {
    const out = join(folder, 'baseline');
    const { code, stdout } = await runCli([
      'run',
      'baseline',
      '--duration',
      '0.5s',
      '--rate',
      '40',
      '--out',
      out,
    ]);
    // Whether the machine was busy shows in the exit code; the books balance all the same.
    if (stdout.includes('INVALID RUN')) assert.match(stdout, /Requests were sent late: /);
    assert.equal(code, stdout.includes('INVALID RUN') ? 3 : 0, stdout);
    assert.match(stdout, /initial − \d+ remaining\) = mismatch 0; the store took \d+ writes/);
    assert.match(stdout, /\nworkload +[0-9a-f]{64}\n/);
  });

  for (const [what, signals] of [
    ['on Ctrl-C, in good order, with a complete manifest', ['SIGINT']],
    ['on Ctrl-C twice, at once', ['SIGINT', 'SIGINT']],
    ['when its terminal is closed, in good order, with a complete manifest', ['SIGHUP']],
  ] as const)
    it(`ends in 130 with all of its processes ${what}`, async () => {
      const out = mkdtempSync(join(folder, 'interrupted-'));
      const flags = ['--rate', '30', '--duration', '10m', '--out', out, '--quiet'];
      const child = spawn(process.execPath, [MAIN, 'run', 'load', ...flags], {
        stdio: 'ignore',
        env: { ...process.env, TMPDIR: out },
        // A group of its own, as in a terminal, which gives a signal to all of them.
        detached: true,
      });
      const closed = once(child, 'close') as Promise<[number | null]>;
      const trace = join(out, 'load.trace.csv');
      await eventually(() => {
        assert.ok(existsSync(trace) && statSync(trace).size >= 2000, 'hardly an attempt is recorded');
      });
      const processes = childrenOf(child.pid!);
      assert.ok(processes.length >= 3, String(processes));
      for (const signal of signals) {
        process.kill(-child.pid!, signal);
        await sleep(1);
      }
      const [code] = await closed;
      assert.equal(code, 130);
      await goneAll(processes);
      const { facts, problemsTotal } = await openTrace(trace, {});
      assert.equal(problemsTotal, 0);
      if (signals.length === 1) assert.equal(facts?.complete, true);
    });

  for (const [what, flags, message] of [
    ['a rate of none', ['load', '--rate', '0'], /from 1 to/],
    ['a duration without a unit', ['load', '--duration', '30'], /30s, 10m or 1h/],
    ['a burst that is none', ['load', '--burst', '3x'], /3x:2s\/30s/],
    ['a skew that is no number', ['load', '--skew', '-1'], /from 0 to/],
    ['a variant that does not exist', ['load', '--variant', 'hopeful'], /unsafe, conditional/],
    ['a canary of no whole workers', ['load', '--canary', '0.5'], /at least 0/],
    [
      'a canary of more workers than there are',
      ['load', '--workers', '2', '--canary', '3', '--out', join(folder, 'canary')],
      /3 workers are to be the canary, and there are 2/,
    ],
    ['a retest of nothing', ['retest'], /--of/],
    ['a retest of a folder without a load run', ['retest', '--of', folder], /no load run to repeat/],
    ['a phase that does not exist', ['everything'], /unknown command|too many arguments/],
  ] as const)
    it(`refuses ${what}`, async () => {
      const { code, stderr, stdout } = await runCli(['run', ...flags]);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, message);
    });
});
