import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { runCli } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-cli-all-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Output {
  readonly decision: string;
  readonly reasons: readonly { readonly code: string; readonly level: string }[];
  readonly phases: readonly {
    readonly variant: string;
    readonly phase: string;
    readonly valid: boolean;
    readonly invalid_because: readonly string[];
    readonly mismatch: number;
  }[];
}

const SHORT = ['--duration', '1s', '--rate', '40', '--keys', '4', '--workers', '2', '--quiet'];

function hashOf(...path: readonly string[]): string {
  return (JSON.parse(readFileSync(join(folder, ...path), 'utf8')) as { workload_hash: string }).workload_hash;
}

void describe('race-trace run all', { concurrency: false }, () => {
  it('takes both services through their phases and decides', async () => {
    const flags = ['--seed', '42', '--duration', '2s', '--rate', '60', '--keys', '4', '--out', folder];
    const always = ['--keep-going', '--format', 'json'];
    const { code, stdout, stderr } = await runCli(['run', 'all', ...flags, ...always]);
    const { decision, phases, reasons } = JSON.parse(stdout) as Output;
    assert.deepEqual(
      phases.map(({ variant, phase }) => `${variant} ${phase}`),
      [
        'unsafe baseline',
        'unsafe reproduce',
        'unsafe load',
        'unsafe fault',
        'conditional baseline',
        'conditional reproduce',
        'conditional retest',
        'conditional fault',
      ],
    );
    const mismatchOf = (name: string) =>
      phases.find(({ variant, phase }) => `${variant} ${phase}` === name)?.mismatch;
    assert.equal(mismatchOf('unsafe reproduce'), 1);
    assert.equal(mismatchOf('conditional reproduce'), 0);
    assert.equal(mismatchOf('conditional retest'), 0);
    // Every workload is the one that its seed makes, and both loads are the same.
    assert.ok(!reasons.some(({ code }) => code === 'different-workload'), JSON.stringify(reasons));
    // Two seconds at 60/s are no evidence for a rollout; a machine that is slow may miss a limit, and nothing else blocks.
    assert.ok(reasons.some(({ level }) => level === 'withholds'));
    const blocking = reasons.filter(({ level }) => level === 'blocks');
    assert.deepEqual(
      blocking.filter(({ code }) => code !== 'criterion-failed'),
      [],
    );
    assert.deepEqual([decision, code], blocking.length > 0 ? ['blocked', 1] : ['undecided', 3]);
    for (const [variant, names] of [
      ['unsafe', ['baseline', 'reproduce', 'load', 'fault']],
      ['conditional', ['baseline', 'reproduce', 'retest', 'fault']],
    ] as const) {
      const files = readdirSync(join(folder, variant));
      for (const name of names)
        for (const ending of ['.trace.csv', '.run.json', '.metrics.json'])
          assert.ok(files.includes(`${name}${ending}`), `${variant}/${name}${ending}`);
      for (const form of ['html', 'md', 'json'])
        assert.ok(existsSync(join(folder, variant, `report.${form}`)));
    }
    assert.equal(hashOf('unsafe', 'load.metrics.json'), hashOf('conditional', 'retest.metrics.json'));
    assert.match(stderr, /unsafe reproduce: violation\n/);
  });

  it('ends with a load that is invalid, in a report and its reason', async () => {
    const out = join(folder, 'overdriven');
    // More than one process can send: most of it is late.
    const flags = ['--rate', '20000', '--duration', '0.3s', '--keys', '4', '--workers', '2', '--out', out];
    const { code, stdout } = await runCli(['run', 'all', ...flags, '--format', 'json']);
    const output = JSON.parse(stdout) as Output & { readonly ended_early?: string };
    assert.deepEqual(
      output.phases.map(({ variant, phase }) => `${variant} ${phase}`),
      ['unsafe baseline', 'unsafe reproduce', 'unsafe load'],
    );
    assert.deepEqual([output.decision, code], ['undecided', 3]);
    assert.match(output.ended_early ?? '', /^the load of unsafe is an INVALID RUN: .+\.$/);
    assert.ok(existsSync(join(out, 'unsafe', 'report.html')));
  });

  it('ends with a phase that fails, in a report and its reason, and of no earlier run', async () => {
    const out = join(folder, 'failing');
    const earlier = join(out, 'unsafe', 'fault.trace.csv');
    // The load cannot write its trace: there is a folder of that name.
    mkdirSync(join(out, 'unsafe', 'load.trace.csv'), { recursive: true });
    writeFileSync(earlier, 'of a run of last year');
    utimesSync(earlier, 1e9, 1e9);
    const { code, stdout } = await runCli(['run', 'all', ...SHORT, '--out', out, '--format', 'json']);
    const output = JSON.parse(stdout) as Output & { readonly ended_early?: string };
    assert.deepEqual(
      output.phases.map(({ phase }) => phase),
      ['baseline', 'reproduce', 'load'],
    );
    assert.equal(output.phases.at(-1)?.valid, false);
    assert.deepEqual([output.decision, code], ['undecided', 3]);
    assert.match(output.ended_early ?? '', /^the load of unsafe failed: .*load\.trace\.csv/);
    assert.ok(!existsSync(earlier));
    // The report says what stdout says.
    const report = readFileSync(join(out, 'unsafe', 'report.json'), 'utf8');
    const { failed_phases: failed } = JSON.parse(report) as { failed_phases: { because: string[] }[] };
    assert.deepEqual(
      failed.map(({ because }) => because),
      [output.phases.at(-1)?.invalid_because],
    );
    assert.match(readFileSync(join(out, 'unsafe', 'report.md'), 'utf8'), /The phase failed: /);
  });

  it('goes on after a phase that failed if it is told to', async () => {
    const out = join(folder, 'failing-on');
    mkdirSync(join(out, 'unsafe', 'load.trace.csv'), { recursive: true });
    for (const phase of ['baseline', 'reproduce', 'retest', 'fault'])
      mkdirSync(join(out, 'conditional', `${phase}.trace.csv`), { recursive: true });
    const flags = [...SHORT, '--keep-going', '--out', out];
    const { code, stdout } = await runCli(['run', 'all', ...flags]);
    assert.match(stdout, /^unsafe +load +INVALID RUN +\? attempts/m);
    assert.match(stdout, /^conditional +fault/m);
    assert.match(stdout, /^ {2}unsafe load: The phase failed: .*load\.trace\.csv/m);
    assert.equal(code, 3, stdout);
    const report = readFileSync(join(out, 'conditional', 'report.md'), 'utf8');
    assert.match(report, /The phase retest of 'conditional' left no trace\. The phase failed: /);
  });

  it('fails itself where its first phase fails: there is nothing to report, and nothing is removed', async () => {
    const out = join(folder, 'nothing');
    mkdirSync(join(out, 'unsafe', 'baseline.run.json'), { recursive: true });
    writeFileSync(join(out, 'unsafe', 'report.html'), 'earlier');
    const { code, stdout, stderr } = await runCli(['run', 'all', ...SHORT, '--out', out]);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /baseline\.run\.json/);
    assert.ok(existsSync(join(out, 'unsafe', 'report.html')));
  });

  for (const [what, flags, message] of [
    ['a mitigation that is none', ['all', '--mitigation', 'unsafe'], /conditional, atomic/],
    ['a fault that does not exist', ['fault', '--faults', 'earthquake'], /there are lost-answer/],
    ['a schedule that is none', ['reproduce', '--schedule', 'A:jump'], /there is no step jump/],
  ] as const)
    it(`refuses ${what}`, async () => {
      const { code, stderr, stdout } = await runCli(['run', ...flags]);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, message);
    });

  it('reproduce takes one service through a schedule', async () => {
    const out = join(folder, 'reproduced');
    const { code, stdout } = await runCli([
      'run',
      'reproduce',
      '--variant',
      'atomic',
      '--runs',
      '2',
      '--out',
      out,
    ]);
    assert.equal(code, 0, stdout);
    assert.match(stdout, /runs +2, of which 0 sold what was not there/);
    assert.match(stdout, /A · w1@atomic +B · w2@atomic/);
    assert.match(stdout, /t5 +write nothing left\n/);
    assert.match(stdout, /2 of 2 runs made the same rows/);
    const quiet = await runCli(['run', 'reproduce', '--quiet', '--out', out]);
    assert.equal(quiet.code, 1);
    assert.match(quiet.stdout, /^✕ VIOLATION .*\n  1 stale-version-write, .*\n  cost: 1 unit .*\n$/);
    assert.deepEqual(readdirSync(out).sort(), [
      'reproduce.metrics.json',
      'reproduce.run.json',
      'reproduce.trace.csv',
    ]);
  });
});
