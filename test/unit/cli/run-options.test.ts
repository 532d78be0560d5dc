import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { planOf, planOfRun } from '../../../src/cli/run/plan.ts';
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
  const whole = {
    format: 'race-trace/1',
    workload: { ...workload, units: 5, hash: 'as it was' },
    ...manifest,
  };
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

  it('of a retest leave the store as far away, and the service as open, as they were', async () => {
    const directory = loadRun('slow', {
      store: { kind: 'sqlite', latency_ms: 18 },
      workers: 4,
      admitted: 40,
    });
    const plan = await planOfRun(directory, undefined);
    assert.deepEqual([plan.storeLatencyMs, plan.admitted, plan.workers], [18, 40, 4]);
    assert.equal(plan.expectedHash, 'as it was');
    assert.deepEqual(Object.keys(await planOfRun(loadRun('older', {}), undefined)).sort(), [
      'expectedHash',
      'units',
      'workload',
    ]);
  });

  const WORKLOAD = { seed: 1, rate: 10, durationS: 1, arrivals: 'constant', keys: 2, skew: 1, units: 5 };
  const HASHED = { ...WORKLOAD, hash: 'as it was' };
  for (const [what, manifest, message] of [
    ['is no JSON', '{"workload":', /the manifest is not JSON/],
    ['is no object', '[]', /the manifest is not a JSON object/],
    ['is of no format', { format: undefined, workload: HASHED }, /format: expected "race-trace\/1"/],
    [
      'is of another format',
      { format: 'race-trace/9' },
      /format: expected "race-trace\/1".*not "race-trace\/9"/,
    ],
    ['names no workload', { workload: undefined }, /workload: expected what was offered; it is missing/],
    ['has an empty workload', { workload: {} }, /workload: expected what was offered; it is missing/],
    [
      'has half a workload',
      { workload: { seed: 1 } },
      /workload\.rate: expected a number above 0; it is missing/,
    ],
    ['has no hash', { workload: WORKLOAD }, /workload\.hash: expected a text; it is missing/],
    ['has an empty hash', { workload: { ...WORKLOAD, hash: '' } }, /workload\.hash: expected the hash/],
    [
      'has arrivals that there are not',
      { workload: { ...HASHED, arrivals: 'uniform' } },
      /workload\.arrivals: expected "poisson" or "constant", not "uniform"/,
    ],
    [
      'has a rate of nothing',
      { workload: { ...HASHED, rate: 0 } },
      /workload\.rate: expected a number above 0, not 0/,
    ],
    ['has a rate in words', { workload: { ...HASHED, rate: 'ten' } }, /workload\.rate: .*not "ten"/],
    ['has no keys', { workload: { ...HASHED, keys: 0 } }, /workload\.keys: expected a whole number from 1 /],
    [
      'has more hot keys than keys',
      { workload: { ...HASHED, hot: { keys: 3, share: 0.5 } } },
      /workload: expected no more hot keys than keys/,
    ],
    [
      'has a burst without end',
      { workload: { ...HASHED, burst: { factor: 3, lengthS: 2, periodS: 1 } } },
      /workload\.burst: expected a burst no longer than its period/,
    ],
    ['has a list of workers', { workers: [4] }, /workers: expected a whole number from 1 .*, not Array/],
    ['admits no request', { admitted: 0 }, /admitted: expected a whole number from 1 .*, not 0/],
    ['has a store without a kind', { store: {} }, /store\.kind: expected a text; it is missing/],
    [
      'has a store that there is not',
      { store: { kind: 'mysql' } },
      /store\.kind: expected one of .*, not "mysql"/,
    ],
  ] as const)
    it(`of a retest refuse a manifest that ${what}, and name it`, async () => {
      const directory = loadRun(what, typeof manifest === 'string' ? {} : manifest);
      if (typeof manifest === 'string') writeFileSync(join(directory, 'load.run.json'), manifest);
      const out = join(folder, `retest of ${what}`);
      const { code, stderr, stdout } = await runCli(['run', 'retest', '--of', directory, '--out', out]);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, message);
      assert.match(stderr, /load\.run\.json cannot be used: /);
      assert.equal(existsSync(out), false);
    });

  it('of a retest do not mind what is wrong in a member that it does not need', async () => {
    const directory = loadRun('with a strange processor', { environment: { cpus: 'many' }, more: {} });
    assert.equal((await planOfRun(directory, undefined)).units, 5);
  });

  it('say how many units there are unless they are told, which is more under faults', async () => {
    const helpOf = async (phase: string) =>
      (await runCli(['run', phase, '--help'])).stdout.replaceAll(/\s+/g, ' ');
    assert.match(await helpOf('fault'), /default: ten times as many as requests/);
    assert.match(await helpOf('load'), /default: as many as requests/);
  });

  it('must say where the store of a retest is, if it was on a server', async () => {
    const directory = loadRun('redis', { store: { kind: 'redis' } });
    await assert.rejects(
      planOfRun(directory, undefined),
      /of the kind redis; say where that is with --store/,
    );
    assert.equal((await planOfRun(directory, 'redis://127.0.0.1:1')).units, 5);
    const inMemory = loadRun('memory', { store: { kind: 'memory' } });
    assert.equal((await planOfRun(inMemory, undefined)).storeUrl, 'memory:');
  });

  it('say a time in any unit', async () => {
    const times = ['--duration', '500ms', '--store-latency', '1s', '--burst', '2x:500ms/1m'];
    const { stderr } = await runCli(['run', 'load', ...times, '--store', 'mysql://x']);
    assert.match(stderr, /^error: option '--store <url>'/);
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
    ['a service that admits no request', ['--admitted', '0'], /at least 1/],
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
