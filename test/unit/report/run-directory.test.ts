import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { readRunDirectory } from '../../../src/ingest/run-files/run-directory.ts';
import type { ReproduceMetrics } from '../../../src/ingest/run-files/metrics.ts';
import { runCli } from '../cli/terminal.ts';
import { metricsOf, writePhase } from './synthetic-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-runs-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const ROWS = [
  {
    request_id: 'r-1',
    inventory_key: 'seat-7',
    result: 'success',
    read_version: 1,
    write_version: 2,
    start_us: 0,
    end_us: 4000,
  },
];
const PHASE = {
  phase: 'load',
  variant: 'unsafe',
  rows: ROWS,
  initial: { 'seat-7': 1 },
  remaining: { 'seat-7': 0 },
};

function newFolder(): string {
  return mkdtempSync(join(folder, 'run-'));
}

const PLAYS: ReproduceMetrics = {
  format: 'race-trace-reproduce-metrics/1',
  phase: 'reproduce',
  variant: 'unsafe',
  schedule: 'A:read',
  runs: 5,
  reproduced: 4,
  identical_runs: 3,
  books: { confirmed: 2, initial: 1, remaining: 0, commits: 2, mismatch: 1 },
};

describe('the folder of a run', () => {
  it('is read phase by phase, in the order of a validation, with the hash of every file', async () => {
    const run = newFolder();
    writePhase(run, { ...PHASE, phase: 'retest' });
    writePhase(run, { ...PHASE, metrics: metricsOf({ rows: ROWS, variant: 'unsafe' }) });
    writeFileSync(join(run, 'notes.txt'), 'not of a phase');
    const { phases, files } = await readRunDirectory(run);
    assert.deepEqual(
      phases.map(({ phase, metrics }) => [phase, metrics?.latency_ms.p99]),
      [
        ['load', 4],
        ['retest', undefined],
      ],
    );
    assert.deepEqual(
      files.map(({ name }) => name),
      ['load.metrics.json', 'load.run.json', 'load.trace.csv', 'retest.run.json', 'retest.trace.csv'],
    );
    const bytes = readFileSync(join(run, 'load.trace.csv'));
    assert.equal(files[2]!.sha256, createHash('sha256').update(bytes).digest('hex'));
    assert.equal(files[2]!.bytes, bytes.length);
  });

  it('may hold gzipped traces', async () => {
    const run = newFolder();
    writePhase(run, PHASE);
    const trace = join(run, 'load.trace.csv');
    writeFileSync(`${trace}.gz`, gzipSync(readFileSync(trace)));
    rmSync(trace);
    const { phases } = await readRunDirectory(run);
    assert.equal(phases[0]!.traceName, 'load.trace.csv.gz');
    assert.equal(phases[0]!.analysis.history.size, 1);
  });

  it('says how often a schedule was played', async () => {
    const run = newFolder();
    writePhase(run, { ...PHASE, phase: 'reproduce', metrics: PLAYS });
    const { phases } = await readRunDirectory(run);
    assert.equal(phases[0]!.plays?.reproduced, 4);
    assert.equal(phases[0]!.metrics, undefined);
  });

  for (const [what, prepare, message] of [
    ['does not exist', () => join(folder, 'nowhere'), /there is no folder .*nowhere/],
    [
      'is a file',
      () => {
        const path = join(newFolder(), 'file');
        writeFileSync(path, '');
        return path;
      },
      /is a file; name the folder/,
    ],
    [
      'has runs in its folders',
      () => {
        const all = newFolder();
        writePhase(join(all, 'unsafe'), PHASE);
        writePhase(join(all, 'conditional'), { ...PHASE, variant: 'conditional' });
        mkdirSync(join(all, 'notes'));
        return all;
      },
      /has no phase of a validation.*its folders have: name one of them, \S+conditional or \S+unsafe\n$/,
    ],
    ['has no phase', newFolder, /has no phase of a validation.*race-trace run PHASE/],
    [
      'has criteria with a wrong member',
      () => {
        const run = newFolder();
        writePhase(run, PHASE);
        writeFileSync(join(run, 'race-criteria.json'), '{"p99LatencyMs": -1}');
        return run;
      },
      /race-criteria\.json cannot be used.*p99LatencyMs.*-1/,
    ],
  ] as const)
    it(`that ${what} ends in 2 and says why`, async () => {
      const { code, stderr, stdout } = await runCli(['report', prepare()]);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, message);
    });

  const METRICS = metricsOf({ rows: ROWS, variant: 'unsafe' });
  for (const [name, content, why] of [
    ['load.metrics.json', '{', /load\.metrics\.json of 'unsafe' cannot be used: it is not JSON/],
    [
      'load.metrics.json',
      JSON.stringify({ ...METRICS, latency_ms: { ...METRICS.latency_ms, p99: 'slow' } }),
      /load\.metrics\.json of 'unsafe' cannot be used: latency_ms\.p99: expected .*, not "slow"/,
    ],
    [
      'retest.run.json',
      JSON.stringify({ format: 'race-trace/1', variant: 'unsafe', workload: { seed: 1 }, seed: -1 }),
      /retest\.run\.json of 'unsafe' cannot be used: seed: expected .*, not -1, and 1 more/,
    ],
    [
      'retest.trace.csv',
      'no,trace\n1,2\n',
      /retest\.trace\.csv of 'unsafe' cannot be used: .* is not a trace/,
    ],
  ] as const)
    it(`has a report, which is withheld and names ${name}, if that cannot be used`, async () => {
      const run = newFolder();
      writePhase(run, { ...PHASE, variant: 'unsafe', metrics: METRICS });
      writePhase(run, { ...PHASE, variant: 'unsafe', phase: 'retest' });
      writeFileSync(join(run, name), content);
      const { code, stdout } = await runCli(['report', run, '--format', 'json']);
      assert.equal(code, 3);
      const { decision } = JSON.parse(stdout) as { decision: { reasons: { code: string; text: string }[] } };
      const named = decision.reasons.filter((reason) => reason.code === 'file-unusable');
      assert.equal(named.length, 1);
      assert.match(named[0]!.text, why);
    });

  it('does not take criteria from a named file that is not there', async () => {
    const run = newFolder();
    writePhase(run, PHASE);
    const { code, stderr } = await runCli(['report', run, '--criteria', join(run, 'mine.json')]);
    assert.equal(code, 2);
    assert.match(stderr, /mine\.json cannot be used/);
  });
});
