import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { writeReport } from '../../../src/cli/report/write-report.ts';
import { BUSY, QUIET } from '../core/diagnosis/machines.ts';
import { SMALL_LOAD, twoValidations } from '../report/two-validations.ts';
import { runCli } from './terminal.ts';

const { unsafe, conditional } = twoValidations(SMALL_LOAD);
const inCandidate = (name: string) => join(conditional, name);

function change(name: string, members: object): void {
  const json = JSON.parse(readFileSync(inCandidate(name), 'utf8')) as object;
  writeFileSync(inCandidate(name), JSON.stringify({ ...json, ...members }));
}

/** Every attempt of the retest waits for 70 ms. */
function wait(): void {
  const trace = readFileSync(inCandidate('retest.trace.csv'), 'utf8');
  writeFileSync(inCandidate('retest.trace.csv'), trace.replaceAll(',1,0,conditional', ',70,0,conditional'));
  change('retest.metrics.json', {
    queue_delay_ms: { p50: 70, p95: 70, p99: 70, p999: 70, max: 70, mean: 70 },
  });
}

async function made(machine: object) {
  change('retest.run.json', { machine });
  const { decision } = await writeReport(conditional, { baseline: unsafe });
  const report = JSON.parse(readFileSync(inCandidate('report.json'), 'utf8')) as { decision: object };
  return { decision, report };
}

function verify() {
  return runCli(['verify', inCandidate('report.json'), inCandidate('retest.trace.csv')]);
}

describe('race-trace verify of a limit of latency that was missed', () => {
  it('accepts what the machine in the manifest makes of it, and no other decision', async () => {
    wait();
    const [busy, onBusy] = [await made(BUSY), await verify()];
    assert.equal(busy.decision, 'undecided');
    assert.equal(onBusy.code, 0, onBusy.stdout);
    // Without the trace there is only the report's own word for how busy the machine was.
    const other = await runCli(['verify', inCandidate('report.json'), inCandidate('fault.trace.csv')]);
    assert.equal(other.code, 0, other.stdout);

    const quiet = await made(QUIET);
    assert.equal(quiet.decision, 'blocked');
    assert.equal((await verify()).code, 0);
    const { decision } = busy.report;
    writeFileSync(inCandidate('report.json'), JSON.stringify({ ...quiet.report, decision }));
    const excused = await verify();
    assert.equal(excused.code, 1);
    assert.match(excused.stdout, /decides undecided, although the maximum queue delay of retest fails/);

    const again = await made(BUSY);
    writeFileSync(
      inCandidate('report.json'),
      JSON.stringify({ ...again.report, decision: quiet.report.decision }),
    );
    const blamed = await verify();
    assert.equal(blamed.code, 1);
    assert.match(
      blamed.stdout,
      /decides blocked, and neither certificates nor criteria are against the candidate/,
    );
  });
});
