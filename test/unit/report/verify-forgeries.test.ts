/** Forged reports, each with one thing changed and every digest made right again: all are refused. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { CertifiedReport } from '../../../src/ingest/run-files/certificate.ts';
import { OF_CERTIFICATES } from './forgeries/certificates.ts';
import { pick, random, SEED, type OpenReport } from './forgeries/forge.ts';
import type { GivenTrace } from './forgeries/honest-report.ts';
import { OF_REPORTS } from './forgeries/reports.ts';
import { OF_TRACES } from './forgeries/traces.ts';
import { refusalsOfAll, validationOf, type Validation } from './forgeries/validation.ts';

const FORGED = 1000;
const FORGERIES = [...OF_CERTIFICATES, ...OF_REPORTS, ...OF_TRACES];

describe(`${FORGED} forged reports of ${FORGERIES.length} kinds`, () => {
  let honest: readonly Validation[] = [];
  let others: readonly Validation[] = [];
  before(async () => {
    const all: Validation[] = [];
    for (let each = 0; each < 24; each++) all.push(await validationOf(random));
    [honest, others] = [all.slice(0, 12), all.slice(12)];
  });

  it('are forged from reports that are verified', () => {
    for (const validation of honest) assert.deepEqual(refusalsOfAll(validation), []);
  });

  it('are all refused', () => {
    const accepted = new Map<string, number>();
    const made = new Map<string, number>();
    for (let tries = 0, forged = 0; forged < FORGED; tries++) {
      assert.ok(tries < 3 * FORGED, 'too few things to forge');
      const [name, forge] = FORGERIES[tries % FORGERIES.length]!;
      const validation = pick(honest);
      const report = structuredClone(validation.report) as OpenReport;
      const given = [...validation.given];
      const change = (to: Partial<GivenTrace>, at: number): true => {
        given[at] = { ...given[at]!, ...to };
        return true;
      };
      if (forge(report, { given: validation.given, others, change }) === false) continue;
      forged++;
      made.set(name, (made.get(name) ?? 0) + 1);
      const changed = { ...validation, report: report as CertifiedReport, given };
      if (refusalsOfAll(changed).length === 0) accepted.set(name, (accepted.get(name) ?? 0) + 1);
    }
    assert.deepEqual(Object.fromEntries(accepted), {}, `seed ${SEED}`);
    assert.equal(made.size, FORGERIES.length, 'every kind is forged');
  });
});
