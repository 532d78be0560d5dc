import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FindingCode } from '../../../../src/core/findings/finding.ts';
import { levelOf } from '../../../../src/core/findings/finding.ts';
import { checked } from '../check/history-language.ts';
import { pathOf } from './paths.ts';

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
