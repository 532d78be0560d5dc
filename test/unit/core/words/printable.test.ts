import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clipped, printable, printableName } from '../../../../src/core/words/printable.ts';
import { safeJson } from '../../../../src/core/words/safe-json.ts';
import { ALL_NAUGHTY, CI_COMMAND, NAUGHTY, RAW } from '../../../naughty-strings.ts';

test('control, bidi and invisible characters become visible escapes', () => {
  assert.equal(printable('a\u001b[2Jb'), 'a\\u{1b}[2Jb');
  assert.equal(printable('r-\u202e001'), 'r-\\u{202e}001');
  assert.equal(printable('zero\u200bwidth\u0000'), 'zero\\u{200b}width\\u{0}');
  assert.equal(printable('lone \ud800 surrogate'), 'lone \\u{d800} surrogate');
});

test('ordinary text of any script passes unchanged', () => {
  for (const text of [
    'seat-7',
    'Sitz 7 ä',
    '座席',
    '한글',
    'क्षि',
    '🎟 seat',
    'cache::seat-7',
    '<img src=x onerror=alert(1)>',
  ])
    assert.equal(printable(text), text);
});

test('what cannot be told from other text becomes visible', () => {
  assert.equal(printable('soft\u00adhyphen'), 'soft\\u{ad}hyphen');
  assert.equal(printable('🎟\ufe0f'), '🎟\\u{fe0f}');
  assert.equal(printable('\u3164\u2800\u00a0'), '\\u{3164}\\u{2800}\\u{a0}');
  assert.equal(printable('Cafe\u0301'), 'Cafe\\u{301}');
  assert.equal(printable('Caf\u00e9'), 'Caf\u00e9');
  assert.equal(printable('\u1100\u1161'), '\\u{1100}\\u{1161}');
  assert.equal(printableName(' a  b '), '\\u{20}a\\u{20}\\u{20}b\\u{20}');
});

test('nothing begins a command of a CI job', () => {
  for (const text of NAUGHTY['commands of CI jobs']) {
    assert.doesNotMatch(printable(text), CI_COMMAND);
    assert.doesNotMatch(clipped(text, 12), CI_COMMAND);
  }
});

test('JSON is exact and inert', () => {
  for (const text of ALL_NAUGHTY)
    for (const indent of [0, 2]) {
      const json = safeJson({ [text]: [text, text] }, indent);
      assert.deepEqual(JSON.parse(json), { [text]: [text, text] });
      assert.doesNotMatch(json, CI_COMMAND);
      assert.doesNotMatch(json, /::|##/);
      assert.doesNotMatch(json, RAW);
    }
});

test('a character is not cut in two', () => {
  assert.equal(clipped('😀😀😀', 4), '😀…');
});

test('clipped(text, n) never exceeds n characters and says that it cut', () => {
  assert.equal(clipped('abcdef', 6), 'abcdef');
  assert.equal(clipped('abcdefg', 6), 'abcde…');
  assert.equal(clipped('x'.repeat(1e6), 10).length, 10);
});
