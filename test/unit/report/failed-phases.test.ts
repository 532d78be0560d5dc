import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { writeReport } from '../../../src/cli/report/write-report.ts';
import { recordFailure } from '../../../src/harness/record/failed-phase.ts';
import { readManifest } from '../../../src/ingest/run-files/manifest.ts';
import { readRunDirectory } from '../../../src/ingest/run-files/run-directory.ts';
import { runCli } from '../cli/terminal.ts';
import { HELD, RACED, validation } from './synthetic-validation.ts';
import { HOLDS, SMALL_LOAD, twoValidations } from './two-validations.ts';

const { folder, unsafe } = twoValidations(SMALL_LOAD);
const WHY = 'The phase failed: load.trace.csv cannot be written, the disk is full.';

/** A validation of which a phase failed before it had a row. */
function failedIn(name: string, phase: string, variant: string, phases: Parameters<typeof validation>[2]) {
  const run = join(folder, name);
  mkdirSync(run);
  validation(run, variant, phases);
  for (const ending of ['trace.csv', 'run.json', 'metrics.json'])
    rmSync(join(run, `${phase}.${ending}`), { force: true });
  recordFailure(run, { phase, variant, why: WHY });
  return run;
}

/** What a person sees before anything is unfolded. */
async function firstScreens(run: string, baseline: string): Promise<readonly string[]> {
  await writeReport(run, { baseline });
  const { stdout } = await runCli(['report', run, '--baseline', baseline]);
  const html = readFileSync(join(run, 'report.html'), 'utf8').split('<table')[0]!;
  const markdown = readFileSync(join(run, 'report.md'), 'utf8').split('\n|')[0]!.replaceAll('\\', '');
  return [html, markdown, stdout];
}

describe('a phase that failed', () => {
  it('is written down in its manifest, which keeps what the phase had written', () => {
    const run = join(folder, 'begun');
    mkdirSync(run);
    recordFailure(run, { phase: 'fault', variant: 'conditional', why: WHY });
    writeFileSync(
      join(run, 'load.run.json'),
      '{"format":"race-trace/1","seed":7,"invalid_because":["Late."]}',
    );
    recordFailure(run, { phase: 'load', variant: 'conditional', why: WHY });
    const read = (name: string) => readManifest(readFileSync(join(run, name), 'utf8'));
    const { facts, problems } = read('fault.run.json');
    assert.deepEqual(problems, []);
    assert.deepEqual([facts?.variant, facts?.complete, facts?.invalidBecause], ['conditional', false, [WHY]]);
    const begun = read('load.run.json').facts;
    assert.deepEqual([begun?.seed, begun?.invalidBecause], [7, ['Late.', WHY]]);
  });

  it('says why in the decision, on the first screen and in the JSON, once', async () => {
    const run = failedIn('fault-failed', 'fault', 'conditional', HOLDS);
    for (const screen of await firstScreens(run, unsafe)) {
      assert.ok(screen.includes('left no trace.'), screen);
      assert.equal(screen.split(WHY).length - 1, 1, screen);
      assert.ok(!screen.includes('was not run'), screen);
    }
    const { report, decision, json } = await writeReport(run, { baseline: unsafe, formats: [] });
    assert.equal(decision, 'undecided');
    const reason = report.decision.reasons.find(({ code }) => code === 'phase-missing');
    assert.equal(reason?.text, `The phase fault of 'conditional' left no trace. ${WHY}`);
    assert.equal(reason.evidence.where, 'fault-failed/fault.run.json: invalid_because');
    const written = JSON.parse(json()) as {
      readonly failed_phases: unknown;
      readonly files: { name: string }[];
    };
    assert.deepEqual(written.failed_phases, [
      { side: 'candidate', phase: 'fault', because: [WHY], label: 'conditional · fault' },
    ]);
    assert.ok(written.files.some(({ name }) => name === 'fault.run.json'));
  });

  it('of the service before says why there is nothing to repeat, also on the first screen', async () => {
    const before = failedIn('load-failed', 'load', 'unsafe', {
      baseline: HELD,
      reproduce: RACED,
      fault: RACED,
    });
    const run = join(folder, 'held');
    validation(run, 'conditional', HOLDS);
    const { report } = await writeReport(run, { baseline: before, formats: [] });
    assert.equal(
      report.decision.reasons.find(({ code }) => code === 'race-not-met')?.text,
      `'unsafe' left no trace of the load that the retest repeats: whether the race happens there is unknown. ${WHY}`,
    );
    const calm = failedIn('baseline-failed', 'baseline', 'unsafe', {
      reproduce: RACED,
      load: RACED,
      fault: RACED,
    });
    for (const screen of await firstScreens(run, calm))
      assert.ok(screen.includes(`The phase unsafe · baseline left no trace. ${WHY}`), screen);
  });

  it('is reported on even if no phase of the variant has a trace', async () => {
    const run = join(folder, 'nothing-else');
    mkdirSync(run);
    recordFailure(run, { phase: 'baseline', variant: 'conditional', why: WHY });
    const { report, decision } = await writeReport(run, { baseline: unsafe });
    assert.deepEqual([decision, report.variant], ['undecided', 'conditional']);
    assert.ok(report.decision.reasons.some(({ text }) => text.includes(WHY)));
    // Alone too; there are then no traces to check again.
    const alone = await writeReport(run, { formats: ['html', 'md'] });
    assert.equal(alone.decision, 'undecided');
    assert.ok(!alone.report.commands.some(({ command }) => / (check|verify) /.test(command)));
  });

  it('does not say why where its manifest does not', async () => {
    const run = join(folder, 'silent');
    mkdirSync(run);
    writeFileSync(join(run, 'load.run.json'), '{"format":"race-trace/1"}');
    const { failed } = await readRunDirectory(run);
    assert.deepEqual(failed, [
      { phase: 'load', variant: undefined, because: ['Its manifest does not say why.'] },
    ]);
  });
});
