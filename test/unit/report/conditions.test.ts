import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { writeReport } from '../../../src/cli/report/write-report.ts';
import type { ConditionName, Conditions } from '../../../src/core/decide/conditions.ts';
import type { PhaseRecord } from '../../../src/core/decide/run-record.ts';
import { readManifest } from '../../../src/ingest/run-files/manifest.ts';
import { conditionsOf, drawnFrom } from '../../../src/report/model/conditions.ts';
import { runCli } from '../cli/terminal.ts';
import { peakWorkload } from './synthetic-run.ts';
import { twoValidations } from './two-validations.ts';

const ENVIRONMENT = {
  tool_version: '0.1.0',
  node: '24.1.0',
  platform: 'linux x64',
  cpus: 4,
  cpu_model: 'A CPU',
  memory_bytes: 8 * 2 ** 30 - 12_345,
};
const RECORDED = {
  store: { kind: 'sqlite' },
  workers: 2,
  admitted: 256,
  code: { service: 'c0de'.repeat(16) },
  environment: ENVIRONMENT,
  ...peakWorkload(),
};

/** The conditions by a manifest with these members and nothing else. */
function conditionsBy(members: object): Conditions {
  const { facts, members: setup } = readManifest(JSON.stringify({ format: 'race-trace/1', ...members }));
  const record = { setup, workload: setup.workload, metrics: undefined, analysis: { facts } };
  return conditionsOf(record as unknown as PhaseRecord);
}

const CHANGES: readonly (readonly [ConditionName, string, object])[] = [
  ['store', 'etcd', { store: { kind: 'etcd' } }],
  ['storeLatency', '50 ms', { store: { kind: 'sqlite', latency_ms: 50 } }],
  ['workers', '24', { workers: 24 }],
  ['admitted', '64', { admitted: 64 }],
  ['units', '7', { workload: { ...RECORDED.workload, units: 7 } }],
  ['code', 'beef'.repeat(16), { code: { service: 'beef'.repeat(16) } }],
  ['code', 'reservation-service@1.2.4', { code: { service: 'reservation-service@1.2.4' } }],
  ['store', `${'far '.repeat(40)}away`, { store: { kind: `${'far '.repeat(40)}away` } }],
  [
    'machine',
    'linux arm64, 4 processors, A CPU, 8 GiB',
    { environment: { ...ENVIRONMENT, platform: 'linux arm64' } },
  ],
  ['machine', 'linux x64, 2 processors, A CPU, 8 GiB', { environment: { ...ENVIRONMENT, cpus: 2 } }],
  [
    'machine',
    'linux x64, 4 processors, Other, 8 GiB',
    { environment: { ...ENVIRONMENT, cpu_model: 'Other' } },
  ],
  [
    'machine',
    'linux x64, 4 processors, A CPU, 16 GiB',
    { environment: { ...ENVIRONMENT, memory_bytes: 2 ** 34 } },
  ],
  ['node', '22.0.0', { environment: { ...ENVIRONMENT, node: '22.0.0' } }],
];

describe('the conditions of a run', () => {
  for (const [name, text, members] of CHANGES)
    it(`are what its manifest says: ${name} ${text}`, () => {
      const usual = conditionsBy(RECORDED);
      assert.equal(Object.keys(usual).length, 8);
      assert.deepEqual(conditionsBy({ ...RECORDED, ...members }), { ...usual, [name]: text });
    });

  it('are not recorded where the manifest is silent', () => {
    assert.deepEqual(conditionsBy({}), {});
    assert.deepEqual(conditionsBy({ environment: { node: '24.1.0' } }), { node: '24.1.0' });
  });

  it('are not what the hash of the workload stands for, which is told by member', () => {
    const { workload } = RECORDED;
    const usual = drawnFrom(workload);
    for (const [member, value] of Object.entries({
      ...{ seed: 8, rate: 450, durationS: 30, arrivals: 'constant', keys: 9, skew: 0.5 },
      ...{ hot: { keys: 2, share: 0.6 }, burst: { factor: 2, lengthS: 2, periodS: 30 } },
    })) {
      const other = drawnFrom({ ...workload, [member]: value });
      const differing = Object.keys(usual).filter((each) => usual[each] !== other[each]);
      assert.deepEqual(differing, [member]);
    }
    assert.deepEqual(drawnFrom({ ...workload, units: 7, hash: 'other' }), usual);
  });
});

describe('a candidate that was given more than the service before', () => {
  const { folder, unsafe, conditional } = twoValidations();
  const record = (directory: string, members: object) => {
    for (const name of readdirSync(directory).filter((each) => each.endsWith('.run.json'))) {
      const path = join(directory, name);
      const manifest = JSON.parse(readFileSync(path, 'utf8')) as object;
      writeFileSync(path, JSON.stringify({ ...manifest, ...members }));
    }
  };

  it('is decided on if the conditions are the same, else if the criteria allow each that differs', async () => {
    record(unsafe, { store: { kind: 'sqlite' }, workers: 2, code: { service: 'c0de', variant: 'a' } });
    record(conditional, { store: { kind: 'sqlite' }, workers: 2, code: { service: 'c0de', variant: 'b' } });
    const same = await writeReport(conditional, { baseline: unsafe });
    assert.equal(same.decision, 'canary', JSON.stringify(same.report.decision.reasons));

    record(conditional, { store: { kind: 'etcd', latency_ms: 50 }, workers: 24 });
    const { report, decision } = await writeReport(conditional, { baseline: unsafe });
    assert.equal(decision, 'undecided');
    assert.deepEqual(
      report.decision.reasons.filter(({ code }) => code === 'different-conditions').map(({ text }) => text),
      [
        "The runs differ in the store: sqlite in load of 'unsafe', etcd in retest of 'conditional'.",
        "The runs differ in the added latency of the store: 0 ms in load of 'unsafe', 50 ms in retest of 'conditional'.",
        "The runs differ in the number of workers: 2 in load of 'unsafe', 24 in retest of 'conditional'.",
      ],
    );

    const criteria = join(folder, 'allowing.json');
    writeFileSync(criteria, JSON.stringify({ allowDifferent: ['store', 'storeLatency', 'workers'] }));
    const allowed = await writeReport(conditional, { baseline: unsafe, criteria });
    assert.equal(allowed.decision, 'canary');
    const markdown = readFileSync(join(conditional, 'report.md'), 'utf8').replaceAll('\\', '');
    assert.match(
      markdown,
      /conditions in which runs may differ store, storeLatency, workers instead of none/,
    );
    assert.match(markdown, /The criteria allow that runs differ in the store: sqlite in load/);
    const traces = [unsafe, conditional].flatMap((directory) =>
      readdirSync(directory)
        .filter((name) => name.endsWith('.trace.csv'))
        .map((name) => join(directory, name)),
    );
    const args = ['verify', join(conditional, 'report.json'), ...traces];
    const verified = await runCli([...args, '--criteria', criteria]);
    assert.equal(verified.code, 0, verified.stdout + verified.stderr);
  });
});
