import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import {
  machineUse,
  processorTimes,
  type ProcessorTimes,
} from '../../../../src/harness/monitor/processor-times.ts';

const MS_PER_TICK = 10;

/** Counters as Linux writes them, in a folder of their own. */
function counters(files: Readonly<Record<string, string>>): string {
  const proc = mkdtempSync(join(tmpdir(), 'proc-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(proc, name)), { recursive: true });
    writeFileSync(join(proc, name), content);
  }
  return proc;
}

/** `/proc/PID/stat` of a process with this much time of its own, and this much of its children that have ended. */
function processStat(own: readonly [number, number], ended: readonly [number, number]): string {
  return `7 (a name) with ) 1 2) S 1 7 7 0 -1 4194304 1 2 3 4 ${own.join(' ')} ${ended.join(' ')} 20 0 1\n`;
}

function known(times: ReturnType<typeof processorTimes>): ProcessorTimes {
  assert.ok(!('why' in times), JSON.stringify(times));
  return times;
}

describe('how the processors were used', () => {
  it('is told apart by whose it was', () => {
    const before = counters({
      stat: 'cpu  100 0 100 1000 0 0 0 10 0 0\ncpu0 50 0 50 500 0 0 0 5 0 0\ncpu1 50 0 50 500 0 0 0 5 0 0\nintr 1\n',
      'pressure/cpu': 'some avg10=0.00 avg60=0.00 avg300=0.00 total=1000000\nfull avg10=0 total=0\n',
      'self/stat': processStat([10, 5], [0, 0]),
      '41/stat': processStat([20, 5], [1, 0]),
      '42/stat': processStat([3, 2], [0, 0]),
    });
    // In 1,000 ticks: 200 own, 600 of others, 50 stolen, 150 idle, of which 30 waited for the disk. Process 42 has ended.
    const after = counters({
      stat: 'cpu  600 40 300 1120 30 20 40 60 7 0\ncpu0 0 0\ncpu1 0 0\n',
      'pressure/cpu': 'some avg10=0.00 avg60=0.00 avg300=0.00 total=4600000\n',
      'self/stat': processStat([60, 15], [30, 10]),
      '41/stat': processStat([110, 20], [1, 0]),
    });
    const first = { ...known(processorTimes([41, 42], before)), atMs: 0 };
    const last = { ...known(processorTimes([41], after)), atMs: 5000 };
    assert.deepEqual(machineUse(first, last), {
      ...{
        processors: 2,
        seconds: 5,
        own_share: 0.2,
        other_share: 0.6,
        stolen_share: 0.05,
        idle_share: 0.15,
      },
      pressure_share: 0.72,
    });
  });

  it('is not measured where the system does not count it, and says so', () => {
    const none = processorTimes([], join(tmpdir(), 'there-is-no-proc'));
    const use = machineUse(none, none);
    assert.ok(
      'not_measured' in use && /^this system has no .*there-is-no-proc\/stat$/.test(use.not_measured),
    );
    const strange = processorTimes([], counters({ stat: 'nothing\n' }));
    assert.match('why' in strange ? strange.why : '', /has no line of all processors$/);
    const still = processorTimes([], counters({ stat: 'cpu  1 1 1 1 0 0 0 0\n' }));
    assert.deepEqual(machineUse(still, still), { not_measured: 'the counters of the system did not move' });
  });

  it('has no pressure where the system does not count that', () => {
    const proc = (total: number) => counters({ stat: `cpu  ${total} 0 0 0 0 0 0 0\ncpu0 1\n` });
    const use = machineUse(processorTimes([], proc(1)), processorTimes([], proc(101)));
    assert.ok(
      'other_share' in use && use.other_share === 1 && !('pressure_share' in use),
      JSON.stringify(use),
    );
  });

  it(
    'counts what this process used, and what a child of it that has ended used',
    { skip: existsSync('/proc/self/stat') ? false : 'NOT TESTED: this system has no /proc/self/stat' },
    async () => {
      const before = known(processorTimes([]));
      const cpu = process.cpuUsage();
      while (process.cpuUsage(cpu).user + process.cpuUsage(cpu).system < 200_000);
      const { user, system } = process.cpuUsage(cpu);
      const between = known(processorTimes([]));
      const ownMs = (between.own - before.own) * MS_PER_TICK;
      assert.ok(
        Math.abs(ownMs - (user + system) / 1000) <= 4 * MS_PER_TICK,
        `${ownMs} ms of ${user + system} µs`,
      );
      const burn = 'let c; do c = process.cpuUsage(); while (c.user + c.system < 200000);';
      const [code] = (await once(spawn(process.execPath, ['-e', burn]), 'exit')) as [number];
      assert.equal(code, 0);
      assert.ok((known(processorTimes([])).own - between.own) * MS_PER_TICK >= 180);
    },
  );
});
