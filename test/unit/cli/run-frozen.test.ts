import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { machineClock } from '../../../src/harness/service/ports.ts';
import { signalAll, startRun } from './running.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-cli-frozen-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Metrics {
  readonly valid: boolean;
  readonly invalid_because: readonly string[];
  readonly requests: { readonly sent: number; readonly offered: number };
  readonly latency_ms: Readonly<Record<'p50' | 'p95' | 'p99' | 'max', number>>;
}

function jsonOf(...path: readonly string[]): unknown {
  return JSON.parse(readFileSync(join(...path), 'utf8'));
}

const ENDED_MS = 120_000;

void describe('a frozen process', { concurrency: false }, () => {
  it('of the service is seen by every request that falls due meanwhile, as long as it truly waits', async () => {
    const [rate, seconds, frozenMs] = [20, 12, 6000];
    const out = join(folder, 'service');
    const flags = ['--rate', `${rate}`, '--duration', `${seconds}s`, '--arrivals', 'constant', '--quiet'];
    const run = await startRun(['load', ...flags], out, 'load.trace.csv');
    signalAll(run.processes, 'SIGSTOP');
    const stoppedUs = machineClock();
    await sleep(frozenMs);
    const thawedUs = machineClock();
    signalAll(run.processes, 'SIGCONT');
    await run.ended(ENDED_MS);

    const { requests, latency_ms } = jsonOf(out, 'load.metrics.json') as Metrics;
    const { origin_us } = jsonOf(out, 'load.run.json') as { origin_us: number };
    assert.deepEqual([requests.sent, requests.offered], [rate * seconds, rate * seconds]);
    // Due evenly; a request that was due in the freeze waited for its end, and every other for nothing.
    const truth = Array.from({ length: requests.offered }, (_, index) => {
      const dueUs = origin_us + ((index + 0.5) / rate) * 1e6;
      return dueUs > stoppedUs && dueUs < thawedUs ? (thawedUs - dueUs) / 1000 : 0;
    }).sort((a, b) => a - b);
    assert.ok(truth.filter((ms) => ms > 0).length > 100);
    const trace = join(out, 'load.trace.csv');
    const rows = columnOf(trace, 'latency_ms');
    // What had waited is answered one after another: in some 20 ms, or longer where the machine is busy.
    const endsMs = columnOf(trace, 'end_us').map((us) => us / 1000);
    const startsMs = columnOf(trace, 'start_us').map((us) => us / 1000);
    const thawedMs = startsMs[0]! + (thawedUs - origin_us) / 1000 - 500 / rate;
    const waiting = startsMs.filter((ms) => ms < thawedMs).length;
    const drainMs = endsMs[waiting - 1]! - thawedMs;
    const at = (latencies: readonly number[], percent: number) =>
      latencies[Math.ceil((latencies.length * percent) / 100) - 1]!;
    for (const [percent, measured] of [
      [60, at(rows, 60)],
      [75, at(rows, 75)],
      [90, at(rows, 90)],
      [95, latency_ms.p95],
      [99, latency_ms.p99],
    ] as const) {
      const expected = at(truth, percent);
      const found = `p${percent} is ${measured} ms, and was ${expected} ms and at most ${drainMs} ms more`;
      assert.ok(measured > expected * 0.98, found);
      assert.ok(measured < (expected + drainMs) * 1.02, found);
    }
  });

  it('of the generator makes the run INVALID', async () => {
    const out = join(folder, 'generator');
    const run = await startRun(
      ['load', '--rate', '60', '--duration', '4s', '--quiet'],
      out,
      'load.trace.csv',
    );
    run.kill('SIGSTOP');
    await sleep(1000);
    run.kill('SIGCONT');
    assert.equal(await run.ended(ENDED_MS), 3);
    const { valid, invalid_because } = jsonOf(out, 'load.metrics.json') as Metrics;
    assert.equal(valid, false);
    assert.match(
      invalid_because.join('\n'),
      /^Requests were sent late: .* stood still for up to (9\d\d|\d,\d{3}) ms\.$/m,
    );
    assert.match(run.stdout(), /^INVALID RUN/);
  });
});

/** Of the attempts, ascending. */
function columnOf(trace: string, name: string): readonly number[] {
  const [header = '', ...lines] = readFileSync(trace, 'utf8').trimEnd().split('\n');
  const column = header.split(',').indexOf(name);
  return lines.map((line) => Number(line.split(',')[column])).sort((a, b) => a - b);
}
