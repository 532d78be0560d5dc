import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codePath } from '../../../../src/core/lists/code-path.ts';
import { findingSteps } from '../../../../src/core/lists/finding-steps.ts';
import { stepSite } from '../../../../src/core/lists/step-detail.ts';
import { checked } from '../check/history-language.ts';
import { pathOf, raceWithTexts } from './paths.ts';

const RACE = checked(`
  initial seat-7 1 v1
  A@w1 r-1 seat-7   |--R1=1-----W2=0----|               success
  B@w2 r-2 seat-7     |-----R1=1-------------W3=0--|    success
  remaining seat-7 0 v3
`);

test('what is only worth knowing puts no blame: its attempts stand in the order in which they began', () => {
  const analysis = checked(`
    closed
    initial seat-7 5 v1
    B@w2 r-1 seat-7 |-R1=5-------|                     timeout
    C@w1 r-2 seat-7                |-R2=4---W3=3--|    success
    remaining seat-7 3 v3
  `);
  const { columns } = pathOf(analysis, 'lost-confirmation');
  assert.deepEqual(
    columns.map(({ label }) => label),
    ['B · w2', 'C · w1'],
  );
});

test('of many witnesses a handful is shown, and the rest is counted', () => {
  const writes = Array.from(
    { length: 7 },
    (_, i) => `A${i}@w1 r-${i} seat-7 read ${i + 1} write ${i + 2} success`,
  );
  const analysis = checked([...writes, 'B@w2 r-b seat-7 read 1 write 9 success'].join('\n'));
  const path = pathOf(analysis, 'stale-version-write');
  assert.deepEqual(
    path.columns.map(({ label }) => label),
    ['A0 · w1', 'A1 · w1', 'A6 · w1', 'B · w2'],
  );
  assert.match(
    path.proof,
    /It undid 7 updates; all of them were confirmed\. 4 more of the attempts in between are not shown\.$/,
  );
});

test('attempts that nothing else tells apart are told apart by their line', () => {
  const path = pathOf(
    checked(`
    A@w1 r-1 seat-7 read 1 write 2 success
    A@w1 r-1 seat-7 read 2 write 3 success
  `),
    'duplicate-confirmation',
  );
  assert.deepEqual(
    path.columns.map(({ label }) => label),
    ['A · w1 · line 2', 'A · w1 · line 3'],
  );
});

test('a stale write whose overtaker is not in the trace says so', () => {
  const path = pathOf(
    checked(`
    scheme sequential
    initial seat-7 5 v1
    A@w1 r-1 seat-7 read 1 write 3 success
  `),
    'stale-version-write',
  );
  assert.equal(path.proof, 'A writer outside the trace had already replaced v1.');
});

test('steps carry short sites for people and raw ones for the editor, in the same order', () => {
  const analysis = raceWithTexts('s\u202ea-');
  const path = codePath(analysis, 0)!;
  const steps = findingSteps(analysis, 0);
  assert.deepEqual(
    steps.map(({ id }) => id),
    path.steps.map(({ id }) => id),
  );
  assert.deepEqual(
    path.steps.map(({ step, site }) => `${step} ${site}`),
    [
      'read reservation.ts:31',
      'read reservation.ts:31',
      'write unsafe.ts:18',
      'confirm ',
      'write unsafe.ts:18',
      'confirm ',
    ],
  );
  for (const [i, step] of steps.entries()) {
    assert.equal(step.step, path.steps[i]!.step);
    assert.equal(step.row, path.columns[path.steps[i]!.column]!.row);
    assert.equal(step.offending, path.steps[i]!.offending);
    assert.equal(step.site, stepSite(analysis, step.row, step.step));
  }
  assert.equal(steps[0]!.site, '/app/s\u202ea-/reservation.ts:31:7');
  assert.equal(steps[0]!.label, 's\\u{202e}a-0 read v1');
  assert.deepEqual(
    steps.map(({ act }) => act),
    [
      's\\u{202e}a-0 read v1',
      's\\u{202e}a-1 read v1',
      's\\u{202e}a-0 wrote v2',
      's\\u{202e}a-0 ✓',
      's\\u{202e}a-1 wrote v3 from v1',
      's\\u{202e}a-1 ✓',
    ],
  );
});

test('a finding that does not exist has no code path', () => {
  for (const id of [-1, 99, NaN, 0.5]) {
    assert.equal(codePath(RACE, id), undefined);
    assert.deepEqual(findingSteps(RACE, id), []);
  }
});

test('units are said where an attempt takes other than one, and so is that it gives them back', () => {
  const path = pathOf(
    checked(`
      initial block-a 8 v1
      A r-1 block-a |--R1=8--W2=3--|      success
      B r-2 block-a |----R1=8---W3=10--|  success
      remaining block-a 10 v3
    `),
    'stale-version-write',
  );
  assert.match(path.proof, /A took 5 units, B gave back 2 units, and both were confirmed\.$/);
  const writes = path.steps.filter(({ step }) => step === 'write').map(({ detail }) => detail);
  assert.deepEqual(writes, ['v1→v2, 5 units', 'v1→v3, 2 units back']);
});
