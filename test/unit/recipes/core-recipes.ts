import type { Recipe } from './recipe.ts';

/** A kind of finding: its file, a line in the registry, a row of the documents, a test. What finds it is the checker's. */
export const FINDING: Recipe = {
  adds: 'finding',
  most: 4,
  files: {
    'src/core/findings/late-answer.ts': `import { define } from './definition.ts';

/** An answer that came after its client had left. */
export const lateAnswer = define({
  code: 'late-answer',
  level: 'info',
  names: ['late answer', 'late answers'],
  blame: ['confirm'],
  sentence: () => 'the answer came after its client had left',
  claim: () => ['The answer came after its client had left.'],
  summary: () => 'answered late',
  lacks: 'answered late',
  badge: 'late',
});
`,
    'test/unit/core/findings/late-answer.test.ts': `import assert from 'node:assert/strict';
import { it } from 'node:test';
import { definitionOf, FINDING_CODES, levelOf } from '../../../../src/core/findings/finding.ts';

it('a late answer is a finding like every other', () => {
  assert.ok(FINDING_CODES.includes('late-answer'));
  assert.deepEqual([levelOf('late-answer'), definitionOf('late-answer').badge], ['info', 'late']);
});
`,
  },
  lines: [
    {
      file: 'src/core/findings/finding.ts',
      before: `import { lostConfirmation } from`,
      text: `import { lateAnswer } from './late-answer.ts';\n`,
    },
    { file: 'src/core/findings/finding.ts', before: '\n] as const;', text: '\n  lateAnswer,' },
    {
      file: 'docs/findings.md',
      before: '\n**Benign concurrency is never a finding.**',
      text: '| `late-answer` | info | an answer came after its client had left |\n',
    },
  ],
};

/** A sign of the swimlane: a row and a test. */
export const LANE_SIGN: Recipe = {
  adds: 'lane sign',
  most: 2,
  files: {
    'test/unit/core/words/late-sign.test.ts': `import assert from 'node:assert/strict';
import { it } from 'node:test';
import { RESULT } from '../../../../src/core/words/codes.ts';
import { LANE_SIGN_NAMES, signAt } from '../../../../src/core/words/lane-signs.ts';

it('an attempt that timed out has a sign where it would have been confirmed', () => {
  assert.ok(LANE_SIGN_NAMES.includes('unconfirmed'));
  const attempt = { result: RESULT.timeout, flags: 0, isPossible: false, isRelease: false, wroteVersion: true, hasWriteTime: true };
  assert.equal(signAt(attempt, 'confirm'), 'unconfirmed');
});
`,
  },
  lines: [
    {
      file: 'src/core/words/lane-signs.ts',
      before: `  'stale-write': sign({`,
      text: `  unconfirmed: sign({
    shape: 'pointer',
    style: 'open',
    label: 'unconfirmed',
    step: 'confirm',
    has: ({ result }) => result === RESULT.timeout,
  }),
`,
    },
  ],
};
