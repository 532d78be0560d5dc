/** A validation whose files are not all of one run: what each looks like by itself says nothing of the others. */
import assert from 'node:assert/strict';
import { copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'node:test';
import { writeReport } from '../../../src/cli/report/write-report.ts';
import { twoValidations } from './two-validations.ts';

const { folder, unsafe, conditional: whole } = twoValidations();
const conditional = join(folder, 'misplaced');
const file = (name: string) => join(conditional, name);

beforeEach(() => {
  rmSync(conditional, { recursive: true, force: true });
  cpSync(whole, conditional, { recursive: true });
});

async function decided() {
  const { report } = await writeReport(conditional, { baseline: unsafe, formats: [] });
  return report.decision;
}

describe('a validation', () => {
  it('earns a canary if every file is of its own run', async () => {
    assert.equal((await decided()).decision, 'canary');
  });

  it('earns nothing with the metrics of another run', async () => {
    copyFileSync(join(unsafe, 'load.metrics.json'), file('retest.metrics.json'));
    const { decision, reasons } = await decided();
    assert.equal(decision, 'undecided');
    assert.equal(reasons[0]?.code, 'metrics-do-not-fit');
    assert.match(
      reasons[0].text,
      /phase load instead of retest; variant unsafe instead of conditional; attempts/,
    );
  });

  it('earns nothing with a trace of which most rows are gone', async () => {
    const rows = readFileSync(file('retest.trace.csv'), 'utf8').split('\n');
    writeFileSync(file('retest.trace.csv'), `${rows.slice(0, 121).join('\n')}\n`);
    const { decision, reasons } = await decided();
    assert.notEqual(decision, 'canary');
    const misfit = reasons.find(({ code }) => code === 'metrics-do-not-fit');
    assert.match(misfit?.text ?? '', /requests\.concluded is 27,000 in the metrics and 120 by the rows/);
  });

  it('earns nothing if nothing went wrong in its phase of failures', async () => {
    // A quiet phase under the name of the other.
    for (const ending of ['trace.csv', 'run.json'])
      copyFileSync(file(`baseline.${ending}`), file(`fault.${ending}`));
    rmSync(file('fault.metrics.json'));
    const { decision, reasons } = await decided();
    assert.equal(decision, 'undecided');
    assert.ok(reasons.some(({ code }) => code === 'faults-not-injected'));
  });

  it('sees a fault that the metrics did not count by the attempts that timed out under it', async () => {
    const metrics = JSON.parse(readFileSync(file('fault.metrics.json'), 'utf8')) as {
      faults: { fault: string; injected?: number }[];
    };
    for (const each of metrics.faults) if (each.fault === 'storage-timeout') delete each.injected;
    writeFileSync(file('fault.metrics.json'), JSON.stringify(metrics));
    const { decision, reasons } = await decided();
    assert.equal(decision, 'undecided');
    assert.match(reasons[0]!.text, /must have: a storage that does not answer\.$/);
  });
});
