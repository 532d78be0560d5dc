import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { planOf, planOfRun } from '../../../src/cli/run-options.ts';
import { runCli } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-cli-options-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A folder with no more of a load run than its manifest. */
function loadRun(name: string, manifest: object): string {
  const directory = join(folder, name);
  mkdirSync(directory);
  const workload = { seed: 1, rate: 10, durationS: 1, arrivals: 'constant', keys: 2, skew: 1 };
  const whole = { workload: { ...workload, units: 5, hash: 'as it was' }, ...manifest };
  writeFileSync(join(directory, 'load.run.json'), JSON.stringify(whole));
  return directory;
}

describe('the flags of a run', () => {
  it('say which keys are hot', () => {
    const flags = { seed: 1, rate: 10, duration: 1, keys: 3, skew: 1, arrivals: 'poisson' } as const;
    const { workload } = planOf({ ...flags, hot: { keys: 2, share: 0.6 } });
    assert.deepEqual(workload.hot, { keys: 2, share: 0.6 });
    assert.throws(() => planOf({ ...flags, hot: { keys: 4, share: 0.6 } }), /names 4 keys, and there are 3/);
  });

  it('of a retest leave the store as far away, and the service as open, as they were', () => {
    const directory = loadRun('slow', {
      store: { kind: 'sqlite', latency_ms: 18 },
      workers: 4,
      admitted: 40,
    });
    const plan = planOfRun(directory, undefined);
    assert.deepEqual([plan.storeLatencyMs, plan.admitted, plan.workers], [18, 40, 4]);
    assert.equal(plan.expectedHash, 'as it was');
    assert.deepEqual(Object.keys(planOfRun(loadRun('older', {}), undefined)).sort(), [
      'expectedHash',
      'units',
      'workload',
    ]);
  });

  for (const [what, text, message] of [
    ['is no JSON', '{"workload":', /broken-0.load\.run\.json cannot be used: it is not JSON/],
    ['is no object', '[]', /broken-1.load\.run\.json cannot be used: it is not a JSON object/],
  ] as const)
    it(`of a retest name the manifest that ${what}`, () => {
      const directory = loadRun(what === 'is no JSON' ? 'broken-0' : 'broken-1', {});
      writeFileSync(join(directory, 'load.run.json'), text);
      assert.throws(() => planOfRun(directory, undefined), message);
    });

  it('say how many units there are unless they are told, which is more under faults', async () => {
    const helpOf = async (phase: string) =>
      (await runCli(['run', phase, '--help'])).stdout.replaceAll(/\s+/g, ' ');
    assert.match(await helpOf('fault'), /default: ten times as many as requests/);
    assert.match(await helpOf('load'), /default: as many as requests/);
  });

  it('must say where the store of a retest is, if it was on a server', () => {
    const directory = loadRun('redis', { store: { kind: 'redis' } });
    assert.throws(() => planOfRun(directory, undefined), /of the kind redis; say where that is with --store/);
    assert.equal(planOfRun(directory, 'redis://127.0.0.1:1').units, 5);
    assert.equal(planOfRun(loadRun('memory', { store: { kind: 'memory' } }), undefined).storeUrl, 'memory:');
  });

  for (const [what, flags, message] of [
    ['a store that there is not', ['--store', 'mysql://x'], /there are sqlite:PATH/],
    ['a server that is not there', ['--store', 'redis://127.0.0.1:1'], /ECONNREFUSED/],
    [
      'a file in no folder',
      ['--store', 'sqlite:/nowhere/a.sqlite'],
      /"\/nowhere\/a\.sqlite": unable to open/,
    ],
    ['a latency without a unit', ['--store-latency', '18'], /18ms/],
    ['a latency of nothing', ['--store-latency', '0ms'], /18ms/],
    ['hot keys that are none', ['--hot', '2'], /N:SHARE/],
    ['more hot keys than keys', ['--hot', '9:0.5', '--keys', '3'], /names 9 keys/],
    ['a service that admits nobody', ['--admitted', '0'], /at least 1/],
  ] as const)
    it(`are refused with ${what}`, async () => {
      const out = join(folder, what);
      const { code, stderr, stdout } = await runCli(['run', 'load', '--out', out, ...flags]);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, message);
    });

  it('of all phases cannot name one file for all of them', async () => {
    const flags = ['--store', `sqlite:${join(folder, 'one.sqlite')}`, '--out', join(folder, 'all')];
    const { code, stderr, stdout } = await runCli(['run', 'all', ...flags]);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /every phase needs a store of its own/);
  });
});
