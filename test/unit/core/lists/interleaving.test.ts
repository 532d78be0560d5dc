import assert from 'node:assert/strict';
import { test } from 'node:test';
import { interleavingOfClients } from '../../../../src/core/lists/interleaving.ts';
import { interleavingLines, stepText } from '../../../../src/core/lists/interleaving-text.ts';
import { checked } from '../check/history-language.ts';

test('a trace has a column per client, whatever the number of its attempts, and numbered steps', () => {
  const analysis = checked(`
    initial seat-7 1 v1
    A@w1 r-1 seat-7   |--R1=1-----W2=0----|                         success
    B@w2 r-2 seat-7     |-----R1=1-------------W--|                 retry
    B@w2 r-2 seat-7                                 |--R2=0--|      rejected
    remaining seat-7 0 v2
  `);
  const { columns, steps } = interleavingOfClients(analysis);
  assert.deepEqual(
    columns.map(({ label }) => label),
    ['A · w1', 'B · w2'],
  );
  assert.deepEqual(
    steps.map(({ when, column, ...step }) => `${when} ${column} ${stepText(step, 'info')}`),
    [
      't1 0 read v1, 1 left',
      't2 1 read v1, 1 left',
      't3 0 write v1→v2',
      't4 0 confirm ✓',
      't5 1 write on v1, refused',
      't6 1 confirm ↻ retry',
      't7 1 read v2, 0 left',
      't8 1 confirm ⊖ rejected',
    ],
  );
});

test('attempts without a client have a column each, and the worst step to blame is marked', () => {
  const analysis = checked(`
    @w1 r-1 seat-7 read 1 write 2 success
    @w2 r-2 seat-7 read 1 write 3 success
  `);
  const interleaving = interleavingOfClients(analysis);
  assert.deepEqual(
    interleaving.steps.filter(({ offending }) => offending).map((step) => stepText(step, interleaving.level)),
    ['✕ write v1→v3'],
  );
  const parts: string[] = [];
  interleavingLines(interleaving, 80, (part, text) => {
    parts.push(part);
    return text;
  });
  assert.equal(parts.filter((part) => part === 'offending').length, 2, 'the step and what it lacks');
});
