import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { FindingCode } from '../../../../src/core/findings/finding.ts';
import { levelOf } from '../../../../src/core/findings/finding.ts';
import { HistoryBuilder } from '../../../../src/core/history/builder.ts';
import { RESULT } from '../../../../src/core/words/codes.ts';
import { COLUMNS } from '../../../../src/core/history/history.ts';
import { analyze } from '../../../../src/core/check/analyze.ts';
import type { Analysis } from '../../../../src/core/analysis.ts';
import { displayWidth } from '../../../../src/core/words/display-width.ts';
import { printable } from '../../../../src/core/words/printable.ts';
import { codePath } from '../../../../src/core/lists/code-path.ts';
import { findingSteps } from '../../../../src/core/lists/finding-steps.ts';
import { interleavingText } from '../../../../src/core/lists/interleaving-text.ts';
import type { CodePath } from '../../../../src/core/lists/model.ts';
import { stepSite } from '../../../../src/core/lists/step-detail.ts';
import { checked } from '../check/history-language.ts';
import { oddTraces } from '../picture/odd-traces.ts';

const RACE = checked(`
  initial seat-7 1 v1
  A@w1 r-1 seat-7   |--R1=1-----W2=0----|               success
  B@w2 r-2 seat-7     |-----R1=1-------------W3=0--|    success
  remaining seat-7 0 v3
`);

/** The code path of the first finding with this code. */
function pathOf(analysis: Analysis, code: FindingCode): CodePath {
  const id = analysis.findings.findIndex((finding) => finding.code === code);
  assert.ok(id >= 0, `no ${code} among ${analysis.findings.map((finding) => finding.code).join(', ')}`);
  return codePath(analysis, id)!;
}

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

/** Per code a trace that has it, and what the panel says: claim, offending step, what it lacks. */
const CASES = {
  'stale-version-write': [
    `A@w1 r-1 seat-7 read 1 write 2 success
     B@w2 r-2 seat-7 read 1 write 3 success`,
    'B wrote v3 from v1.',
    'B · w2 write v1→v3: no condition on the version read',
  ],
  'duplicate-confirmation': [
    `A@w1 r-1 seat-7 read 1 write 2 success
     A@w2 r-1 seat-7 read 2 write 3 success`,
    'r-1 was confirmed twice.',
    'A · w2 confirm ✓: request id not checked before the write',
  ],
  'confirmation-without-write': [
    `initial seat-7 5 v1
     A@w1 r-1 seat-7 read 1 write 2 success
     B@w2 r-2 seat-7 read 2 success
     remaining seat-7 3 v2`,
    'r-2 was confirmed without a write.',
    'B · w2 confirm ✓: confirmed without a write',
  ],
  'invariant-mismatch': [
    `initial seat-7 5 v1
     A@w1 r-1 seat-7 read 1=5 write 2=4 success
     B@w2 r-2 seat-7 read 1=5 write 3=4 success
     remaining seat-7 4 v3`,
    'seat-7 is out of balance by +1.',
    'B · w2 write v1→v3: no condition on the version read',
  ],
  'duplicate-write': [
    `A@w1 r-1 seat-7 read 1 write 2 retry 0 timeout
     A@w2 r-1 seat-7 read 2 write 3 retry 1 success`,
    'r-1 was applied more than once.',
    'A · w2 write v2→v3: request id not checked before the write',
  ],
  'false-refusal': [
    `A@w1 r-1 seat-7 read 1 write 2 retry 0 timeout
     A@w2 r-1 seat-7 read 2 retry 1 conflict`,
    'r-1 was refused although its write was applied.',
    'A · w2 confirm ⊘ conflict: an earlier attempt of the request not looked up',
  ],
  'value-contradiction': [
    `A@w1 r-1 seat-7 read 1=5 write 2=4 success
     B@w2 r-2 seat-7 read 2=5 write 3=4 success`,
    'v2 has two values.',
    'B · w2 read v2, 5 left: not the value that was written',
  ],
  'value-reuse': [
    `closed
     A@w1 r-1 seat-7 read =5 write =4 success
     B@w2 r-2 seat-7 read =5 write =4 success`,
    'A and B took the same unit.',
    'B · w2 write 4 left: no condition on the value read',
  ],
  'version-gap': [
    `closed
     scheme sequential
     initial seat-7 5 v1
     A@w1 r-1 seat-7 read 2 write 3 success
     remaining seat-7 3 v3`,
    'seat-7 has versions that no write made.',
    'A · w1 read v2: no write made this version',
  ],
  'lost-write': [
    `initial seat-7 5 v1
     A@w1 r-1 seat-7 read 1 write 2 success
     remaining seat-7 5 v1`,
    'A confirmed write of seat-7 is gone.',
    'A · w1 confirm ✓: the store lost this write',
  ],
  'no-lawful-world': [
    `A@w1 r-1 seat-7 read 1 write 2 success
     B@w2 r-2 seat-7 - success
     C@w3 r-3 seat-7 write 2 success`,
    'v2 of seat-7 was made by A and again by C.',
    'C · w3 write →v2: wrong, or another of these attempts is',
  ],
  'contradictory-answers': [
    `A@w1 r-1 seat-7 read 1 write 2 retry 0 success
     A@w2 r-1 seat-7 read 2 retry 1 conflict`,
    'r-1 was told two different things.',
    'A · w2 confirm ⊘ conflict: an earlier answer of the request not looked up',
  ],
  'refusal-without-cause': [
    `A@w1 r-1 seat-7 |-R1-W-|                conflict
     B@w2 r-2 seat-7           |-R1-W2-|     success`,
    'A was refused without a cause.',
    'A · w1 write on v1, refused: refused although nothing had changed',
  ],
  'negative-inventory': [
    `A@w1 r-1 seat-7 read 1=0 write 2=-1 success`,
    'A left −1 units of seat-7.',
    'A · w1 write v1→v2: no check that a unit is left',
  ],
  'version-reuse': [
    `A@w1 r-1 seat-7 read 1 write 2 success
     B@w2 r-2 seat-7 read 2 write 3 success
     C@w3 r-3 seat-7 read 1 write 3 success`,
    'B and C both made v3.',
    'C · w3 write v1→v3: made a version that was made before',
  ],
  'phantom-read': [
    `closed
     initial seat-7 5 v1
     A@w1 r-1 seat-7 read 1 write 2 success
     B@w2 r-2 seat-7 read 9 rejected
     remaining seat-7 4 v2`,
    'B read v9, which no write made.',
    'B · w2 read v9: no write made this version',
  ],
  'stale-read': [
    `A@w1 r-1 seat-7 |-R1-W2-|               success
     B@w2 r-2 seat-7            |-R1-|       rejected`,
    'B read v1 after v2 was confirmed.',
    'B · w2 read v1: older than what was already confirmed',
  ],
  'lost-confirmation': [
    `closed
     initial seat-7 5 v1
     A@w1 r-1 seat-7 read 1 timeout
     B@w2 r-2 seat-7 read 2 write 3 success
     remaining seat-7 3 v3`,
    'A timed out, but its write was applied as v2.',
    'A · w1 write v1→v2: applied, but the client was not told',
  ],
  'unconditional-pattern': [
    `A@w1 r-1 seat-7 read 1 write 2 success
     B@w2 r-2 seat-7 read 1 write 3 success`,
    'seat-7 may be written without a condition.',
    'B · w2 write v1→v3: no condition on the version read',
  ],
} as const satisfies Partial<Record<FindingCode, readonly [trace: string, claim: string, offending: string]>>;

for (const code of Object.keys(CASES) as (keyof typeof CASES)[])
  test(`${code}: the claim, and the offending step with what it lacks`, () => {
    const [trace, claim, offending] = CASES[code];
    const path = pathOf(checked(trace), code);
    assert.equal(path.claim, claim);
    assert.ok(path.proof.endsWith('.'), path.proof);
    const blamed = path.steps.filter((step) => step.offending);
    const written = blamed.map(
      ({ column, step, detail, lacks }) => `${path.columns[column]!.label} ${step} ${detail}: ${lacks}`,
    );
    assert.deepEqual(written, [offending]);
    if (levelOf(code) !== 'info')
      assert.equal(blamed[0]!.column, path.columns.length - 1, 'who is to blame stands last');
    assert.ok(path.steps.every((step) => step.offending || step.lacks === ''));
  });

test('a finding about the books alone shows the conflict that put them out of balance, and says which', () => {
  const path = pathOf(checked(CASES['invariant-mismatch'][0]), 'invariant-mismatch');
  assert.match(
    path.proof,
    /^2 units confirmed, but the inventory fell by 1\. For example: B wrote v3 from v1\.$/,
  );
  const books = path.books.map(({ text, wrong }) => (wrong ? `! ${text}` : text));
  assert.deepEqual(books, [
    'initial 5 − remaining 4 = 1 taken',
    '! confirmed 2 → mismatch +1',
    '!   stale-version write +1',
    '  unexplained 0',
  ]);
});

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

test('a mismatch that a lost confirmation explains is not marked as wrong', () => {
  const { books } = pathOf(checked(CASES['lost-confirmation'][0]), 'lost-confirmation');
  assert.deepEqual(
    books.map(({ text, wrong }) => [text, wrong]),
    [
      ['initial 5 − remaining 3 = 2 taken', false],
      ['confirmed 1 → mismatch −1', false],
      ['  lost confirmation −1', false],
      ['  unexplained 0', false],
    ],
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

test('the books of a trace without a manifest say what is missing', () => {
  const { books } = pathOf(checked(CASES['stale-version-write'][0]), 'stale-version-write');
  assert.deepEqual(
    books.map(({ text }) => text),
    [
      'confirmed 2',
      'initial and remaining inventory are not known: nothing to balance against',
      '  stale-version write +1',
    ],
  );
});

/** A race with sites, whose every text is `text` with something behind it. */
function raceWithTexts(text: string): Analysis {
  const builder = new HistoryBuilder();
  COLUMNS.forEach((column) => {
    builder.declare(column);
  });
  for (const who of [0, 1]) {
    builder.startRow(who + 2);
    for (const column of ['request_id', 'worker_id', 'client_id'] as const)
      builder.text(column, `${text}${who}`);
    for (const column of ['inventory_key', 'phase', 'fault', 'deployment'] as const)
      builder.text(column, text);
    builder.text('read_site', `/app/${text}/reservation.ts:31:7`);
    builder.text('write_site', '/app/unsafe.ts:18:3');
    builder.version('read_version', 1);
    builder.version('write_version', 2 + who);
    builder.result(RESULT.success);
    builder.endRow();
  }
  const history = builder.finish([]);
  return analyze(history, undefined, { accepted: 2, rejected: 0, blank: 0 });
}

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
