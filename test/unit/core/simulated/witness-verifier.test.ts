/** Every witness is checked by hand: the rows that a finding names prove it. */
import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { checkTrace } from '../../../../src/cli/check/checked-trace.ts';
import { SAMPLES } from '../../../../sample-traces/samples.ts';
import type { Analysis } from '../../../../src/core/analysis.ts';
import type { Finding } from '../../../../src/core/findings/finding.ts';
import { explain } from '../../../../src/core/findings/explain.ts';
import { checked } from '../check/history-language.ts';
import { checkRun } from './check-run.ts';
import { partlyLogged } from './partly-logged.ts';
import { runOf } from './service.ts';
import type { Service } from './service.ts';
import { deletion } from './services/deletion.ts';
import { restartedVersions } from './services/restarted-versions.ts';
import { SERVICES } from './services.ts';
import { proofOf } from './witness-verifier.ts';

const SEEDS = Number(process.env.SEEDS ?? 150);

const SAMPLE_FOLDER = resolve(import.meta.dirname, '../../../../sample-traces');

const RESTARTING: readonly Service[] = [restartedVersions, deletion];

function assertProved(analysis: Analysis, where: string): number {
  for (const finding of analysis.findings)
    assert.notEqual(
      proofOf(finding, analysis).length,
      0,
      `${where}: ${explain(finding, analysis)} (${JSON.stringify(finding)})`,
    );
  return analysis.findings.length;
}

describe('the witness of a finding', () => {
  for (const service of SERVICES)
    it(`proves it in ${SEEDS} runs of the service with the fault: ${service.name}`, () => {
      let findings = 0;
      for (let seed = 1; seed <= SEEDS; seed++) {
        const run = runOf(service, seed);
        findings += assertProved(checkRun({ rows: run.simulation.rows, facts: run.facts }), `seed ${seed}`);
        // Without some of its times a row cannot be told to be of before or after a restart.
        if (RESTARTING.includes(service)) continue;
        findings += assertProved(checkRun(partlyLogged(run)), `seed ${seed}, partly logged`);
      }
      assert.ok(findings > 0);
    });

  for (const { name, file } of SAMPLES)
    it(`proves it in the sample ${name}`, async () => {
      const { analysis } = await checkTrace(join(SAMPLE_FOLDER, `${name}.trace.${file}`), {
        maxFindings: 100,
      });
      assertProved(analysis, name);
    });

  it('names the timed-out row that gives a base', () => {
    const analysis = checked(`
      scheme sequential
      closed
      initial k 5 v1
      A r-1 k read 1=5 write 2=4 retry 0 success
      B r-2 k read 1=5 retry 0 timeout
      B r-2 k read 3=4 write 3 retry 1 success
      remaining k 4 v3
    `);
    const stale = analysis.findings.find(({ code }) => code === 'stale-version-write')!;
    assert.deepEqual(proofOf(stale, analysis), ['line 3 timed out and gives the base', 'line 2 replaced it']);
  });

  it('is refused where one of its rows is not the right one', () => {
    const analysis = checked(`
      scheme sequential
      initial k 5 v1
      A r-1 k read 1=5 write 2=4 success
      B r-2 k read 2=4 write 3=3 success
      C r-3 k read 1=5 write 4=4 success
      D r-4 k read 4=4 write 5=3 success
      remaining k 3 v5
    `);
    const [stale] = analysis.findings as [Finding];
    assert.equal(stale.code, 'stale-version-write');
    assert.notEqual(proofOf(stale, analysis).length, 0);
    const other = (rows: readonly number[]): readonly string[] => proofOf({ ...stale, rows }, analysis);
    assert.deepEqual([other([1, 0]), other([2, 3]), other([2])], [[], [], []]);
  });
});
