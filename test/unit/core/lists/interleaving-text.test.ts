import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { displayWidth } from '../../../../src/core/words/display-width.ts';
import { printable } from '../../../../src/core/words/printable.ts';
import { codePath } from '../../../../src/core/lists/code-path.ts';
import { findingSteps } from '../../../../src/core/lists/finding-steps.ts';
import { interleavingText } from '../../../../src/core/lists/interleaving-text.ts';
import { checked } from '../check/history-language.ts';
import { oddTraces } from '../picture/odd-traces.ts';
import { pathOf, raceWithTexts } from './paths.ts';

const RACE = checked(`
  initial seat-7 1 v1
  A@w1 r-1 seat-7   |--R1=1-----W2=0----|               success
  B@w2 r-2 seat-7     |-----R1=1-------------W3=0--|    success
  remaining seat-7 0 v3
`);

test('a race as text: the sentence, the two columns in time order, the books', () => {
  assert.equal(
    interleavingText(pathOf(RACE, 'stale-version-write')),
    `B wrote v3 from v1.
A had already replaced v1 at 12.000 ms, 13 ms before. Both were confirmed for
one unit.

  time  A · w1                              B · w2
 3.000  read v1, 1 left
 8.000                                      read v1, 1 left
12.000  write v1→v2
20.000  confirm ✓
25.000                                      ✕ write v1→v3
                                              no condition on the version read
31.000                                      confirm ✓

Books of seat-7
initial 1 − remaining 0 = 1 taken
confirmed 2 → mismatch +1
  stale-version write +1
  unexplained 0
`,
  );
});

test('what a step lacks is broken into lines, not cut', () => {
  const analysis = checked(`
    A@w1 r-1 seat-7 read 1 write 2 success
    A@w2 r-1 seat-7 read 2 write 3 success
  `);
  const text = interleavingText({
    ...pathOf(analysis, 'duplicate-confirmation'),
    steps: pathOf(analysis, 'duplicate-confirmation').steps.map((step) => ({ ...step, when: '5:12.004118' })),
  });
  assert.doesNotMatch(text, /…/);
  assert.match(text, /✕ confirm ✓\n +request id not checked before\n +the write\n/);
});

test('text of a trace is printable and of bounded length everywhere', () => {
  for (const text of ['\u001b[2J', '\u202e', '座席'.repeat(3000), 'x'.repeat(100_000)]) {
    const analysis = raceWithTexts(text);
    for (const id of analysis.findings.keys()) {
      const path = codePath(analysis, id)!;
      const all = JSON.stringify(path);
      assert.equal(printable(all), all);
      assert.ok(all.length < 5000);
      for (const line of interleavingText(path).split('\n')) {
        assert.equal(printable(line), line);
        assert.ok(displayWidth(line) <= 80, line);
      }
    }
  }
});

test('the code path of any finding is drawn: steps in the order of time, lines within 80 columns', () => {
  fc.assert(
    fc.property(oddTraces, (analysis) => {
      for (const [id, finding] of analysis.findings.entries()) {
        const path = codePath(analysis, id)!;
        assert.ok(path.claim.endsWith('.') && path.proof.endsWith('.'), `${path.claim} ${path.proof}`);
        assert.doesNotMatch(path.claim + path.proof, /undefined|NaN|\bv\b|  /);
        assert.equal(findingSteps(analysis, id).length, path.steps.length);
        const times = path.steps.flatMap(({ when }) => (when === '' ? [] : [Number(when.replace('−', '-'))]));
        // An attempt that ends before it starts, by its clock, is drawn as a point where it starts.
        const { startUs, endUs } = analysis.history;
        if (!path.columns.some(({ row }) => endUs[row]! < startUs[row]!))
          assert.deepEqual(
            times,
            times.toSorted((a, b) => a - b),
            finding.code,
          );
        for (const line of interleavingText(path).split('\n')) assert.ok(displayWidth(line) <= 80, line);
        if (finding.rows.length > 0) assert.equal(path.steps.filter((step) => step.offending).length, 1);
      }
    }),
  );
});
