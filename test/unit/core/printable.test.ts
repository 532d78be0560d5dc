import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clipped, printable } from '../../../src/core/text/printable.ts';

test('control, bidi and invisible characters become visible escapes', () => {
  assert.equal(printable('a\u001b[2Jb'), 'a\\u{1b}[2Jb');
  assert.equal(printable('r-\u202e001'), 'r-\\u{202e}001');
  assert.equal(printable('zero\u200bwidth\u0000'), 'zero\\u{200b}width\\u{0}');
  assert.equal(printable('lone \ud800 surrogate'), 'lone \\u{d800} surrogate');
});

test('ordinary text of any script passes unchanged', () => {
  for (const text of ['seat-7', 'Sitz 7 ä', '座席', '🎟️ seat', '<img src=x onerror=alert(1)>'])
    assert.equal(printable(text), text);
});

test('clipped(text, n) never exceeds n characters and says that it cut', () => {
  assert.equal(clipped('abcdef', 6), 'abcdef');
  assert.equal(clipped('abcdefg', 6), 'abcde…');
  assert.equal(clipped('x'.repeat(1e6), 10).length, 10);
});
