import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { writeReport } from '../../../src/cli/report/write-report.ts';
import { workloadHash } from '../../../src/cli/workload-hash.ts';
import { offeredHash, workload } from '../../../src/harness/load/workload.ts';
import { TOOL_VERSION } from '../../../src/harness/record/environment.ts';
import { peakWorkload } from '../report/synthetic-run.ts';
import { twoValidations } from '../report/two-validations.ts';
import { runCli } from './terminal.ts';

const { workload: recorded } = peakWorkload(undefined, 30);
const { units, hash: given, ...options } = recorded;
const HASH = offeredHash(workload({ ...options, arrivals: 'poisson' }));
const ENVIRONMENT = { environment: { tool_version: TOOL_VERSION } };
const { unsafe, conditional } = twoValidations();

/** Changes each manifest of a validation that has a workload, and its metrics to the same hash. */
function record(directory: string, members: object, hash: string): void {
  for (const name of readdirSync(directory).filter((each) => each.endsWith('.json'))) {
    const path = join(directory, name);
    const json = JSON.parse(readFileSync(path, 'utf8')) as { workload?: object; workload_hash?: string };
    if (json.workload !== undefined)
      writeFileSync(path, JSON.stringify({ ...json, ...members, workload: { ...json.workload, hash } }));
    else if (json.workload_hash !== undefined)
      writeFileSync(path, JSON.stringify({ ...json, workload_hash: hash }));
  }
}

describe('the hash of a workload', () => {
  it('is drawn again from what its manifest names, whatever the units', () => {
    assert.deepEqual([workloadHash({ ...recorded }, TOOL_VERSION), units, given.length], [HASH, 50_000, 64]);
    assert.notEqual(workloadHash({ ...recorded, seed: 8 }, TOOL_VERSION), HASH);
  });

  it('is not drawn of another version, of arrivals that are not known, or where it would take long', () => {
    for (const [of, version] of [
      [recorded, '0.0.1'],
      [recorded, undefined],
      [{ ...recorded, arrivals: 'tidal' }, TOOL_VERSION],
      [{ ...recorded, rate: 1e300 }, TOOL_VERSION],
      [{ ...recorded, durationS: Number.MAX_VALUE, rate: Number.MAX_VALUE }, TOOL_VERSION],
      [{ ...recorded, keys: 2 ** 53 - 1 }, TOOL_VERSION],
    ] as const)
      assert.equal(workloadHash(of, version), undefined);
  });

  it('is what the seed makes, or the decision is withheld by name, and verify refuses any other', async () => {
    for (const directory of [unsafe, conditional]) record(directory, ENVIRONMENT, HASH);
    const honest = await writeReport(conditional, { baseline: unsafe });
    assert.equal(honest.decision, 'canary', JSON.stringify(honest.report.decision.reasons));

    for (const directory of [unsafe, conditional]) record(directory, ENVIRONMENT, 'c'.repeat(64));
    const { report, decision } = await writeReport(conditional, { baseline: unsafe });
    assert.equal(decision, 'undecided');
    assert.deepEqual(
      report.decision.reasons.filter(({ code }) => code === 'different-workload').map(({ text }) => text),
      ["baseline of 'unsafe'", "load of 'unsafe'", "fault of 'unsafe'"]
        .concat(["baseline of 'conditional'", "fault of 'conditional'", "retest of 'conditional'"])
        .map(
          (phase) =>
            `The workload hash of ${phase} is cccccccccccc…, but its seed and its other members make ${HASH.slice(0, 12)}…: one of them is not what was offered.`,
        ),
    );
    // A report that decides as if the hashes were right.
    const path = join(conditional, 'report.json');
    const forged = JSON.parse(readFileSync(path, 'utf8')) as { decision: object };
    writeFileSync(path, JSON.stringify({ ...forged, decision: honest.report.decision }));
    const { stdout, code } = await runCli(['verify', path, join(conditional, 'retest.trace.csv')]);
    assert.equal(code, 1);
    assert.match(stdout, /although the workload hash of retest is not the one that its seed makes/);
  });
});
