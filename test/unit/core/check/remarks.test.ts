import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { painter } from '../../../../src/cli/output/paint.ts';
import { checkText, verdictText } from '../../../../src/cli/check/text.ts';
import { variantText } from '../../../../src/cli/reproduce/text.ts';
import { remarksOnOk } from '../../../../src/core/check/remarks.ts';
import type { Analysis } from '../../../../src/core/analysis.ts';
import { checked } from './history-language.ts';

const LOST = `
  closed
  initial k 5 v1
  A r-1 k read 1 timeout
  B r-2 k read 2 write 3 success
  remaining k 3 v3
`;
/** One of three was served. */
const REFUSED = `
  initial k 5 v1
  A@w1 r-1 k read 1 write 2 success
  B r-2 k - rejected
  C r-3 k - rejected
  remaining k 4 v2
`;
const PLAIN = painter(false);

const texts: Readonly<Record<string, (analysis: Analysis) => string>> = {
  'race-trace check': (analysis) =>
    checkText({ path: 'x.csv', analysis, problems: [], problemsTotal: 0 }, 9, PLAIN),
  'race-trace check --quiet': (analysis) =>
    verdictText({ path: 'x.csv', analysis, problems: [], problemsTotal: 0 }, PLAIN),
  'race-trace reproduce': (analysis) =>
    variantText({ variant: 'conditional', analysis, runs: 1, identicalRuns: 1 }, PLAIN, false),
};

describe('an ok', () => {
  for (const [command, text] of Object.entries(texts)) {
    it(`stands in ${command} above no ≠, and says which units no client was told of`, () => {
      const analysis = checked(LOST);
      assert.equal(analysis.verdict, 'ok');
      assert.doesNotMatch(text(analysis), /≠/);
      assert.match(
        text(analysis),
        /differ by 1: 1 unit was taken by attempts that timed out, and no client was told/,
      );
      if (command !== 'race-trace check --quiet')
        assert.match(
          text(analysis),
          /initial 5 = remaining 3 \+ confirmed 1 \+ taken without a confirmation 1/,
        );
    });

    it(`says in ${command} how many attempts were turned away`, () => {
      const analysis = checked(REFUSED);
      assert.equal(analysis.verdict, 'ok');
      assert.match(
        text(analysis),
        /66\.7 % of the attempts were not served: 2 turned away before a worker had them \(HTTP 503\)/,
      );
    });
  }

  it('needs no remark where everything balances and was served, or where one of very many timed out', () => {
    const served =
      'initial k 5 v1\nA@w1 r-1 k read 1 write 2 success\nB@w2 r-2 k read 2 write 3 success\nremaining k 3 v3';
    assert.deepEqual(remarksOnOk(checked(served)), []);
    const many = Array.from({ length: 300 }, (_, at) => `A@w1 s-${at} k read 1 rejected`).join('\n');
    const few = checked(`initial k 0 v1\n${many}\nB@w2 r-1 k read 1 timeout\nremaining k 0 v1`);
    assert.equal(few.verdict, 'ok');
    assert.deepEqual(remarksOnOk(few), []);
  });

  it('is what the remarks belong to: a violation has its own findings', () => {
    const violation = checked(
      'initial k 5 v1\nA@w1 r-1 k read 1 write 2 success\nB@w2 r-2 k read 1 write 3 success\nC r-3 k - rejected\nremaining k 4 v3',
    );
    assert.equal(violation.verdict, 'violation');
    assert.deepEqual(remarksOnOk(violation), []);
  });
});
