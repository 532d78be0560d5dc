import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { checkTrace } from '../../../src/cli/check/checked-trace.ts';
import { painter } from '../../../src/cli/output/paint.ts';
import { writeReport } from '../../../src/cli/report/write-report.ts';
import { runAllText } from '../../../src/cli/run/all-text.ts';
import { violationLines } from '../../../src/cli/run/violation-text.ts';
import { twoValidations } from '../report/two-validations.ts';
import { problemsIn } from './problems-in.ts';

describe('what a whole validation says to people', () => {
  it('names the line of each variant that has violated, as a problem of its task, before the decision', async () => {
    const { unsafe, conditional } = twoValidations();
    const written = await writeReport(conditional, { baseline: unsafe, formats: [] });
    const { analysis } = await checkTrace(join(unsafe, 'load.trace.csv'), { maxFindings: 1000 });
    const blamed = new Map([
      ['unsafe' as const, violationLines({ variant: 'unsafe', analysis }, painter(false), false)],
    ]);
    const line = {
      ...{ variant: 'unsafe' as const, phase: 'load', verdict: 'ok', valid: true, invalid_because: [] },
      ...{ remarks: ['37 % of the attempts were not served'], attempts: 9, mismatch: 0, p99_ms: 1 },
    } as const;
    const text = runAllText(
      { lines: [line], blamed, written, decision: written.decision, mitigation: 'conditional' },
      painter(false),
    );
    assert.match(text, /^unsafe {2}load {2}ok .*\n {2}unsafe load: 37 % of the attempts were not served\n/);
    assert.doesNotMatch(text, /ENDED EARLY/);
    const [problem, ...more] = problemsIn(text);
    assert.deepEqual(problem?.slice(-2), ['note', 'stale-version-write']);
    assert.deepEqual(more, []);
    assert.match(text, /\nunsafe\n {2}verdict .*\n {2}where [^]*\n {2}ledger [^]*\n\nCANARY {2}conditional/);
  });

  it('says why it ended early, and of which service the report is', async () => {
    const { unsafe, conditional } = twoValidations();
    const ended = { why: 'the load of unsafe is an INVALID RUN: it was late.', failed: false };
    const textOf = async (folder: string) => {
      const written = await writeReport(folder, { formats: [] });
      const blamed = new Map();
      return runAllText(
        { lines: [], blamed, written, ended, decision: 'undecided', mitigation: 'conditional' },
        painter(false),
      );
    };
    const ofBefore = await textOf(unsafe);
    assert.match(
      ofBefore,
      /ENDED EARLY {2}the load of unsafe is an INVALID RUN: it was late\.\n.*--keep-going/,
    );
    assert.match(
      ofBefore,
      /undecided on conditional, which was not run; the report is of the service before it/,
    );
    assert.doesNotMatch(await textOf(conditional), /which was not run/);
  });
});
