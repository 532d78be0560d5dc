import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  LEVEL_SIGN,
  RESULT_SIGN,
  RUNG_SIGN,
  SEVERITY_SIGN,
  VERDICT_SIGN,
  withGlyph,
} from '../../../../src/core/words/signs.ts';
import { displayWidth } from '../../../../src/core/words/display-width.ts';

test('a sign stands before its words, and nothing does where there is none', () => {
  assert.equal(withGlyph(VERDICT_SIGN.violation, 'violation'), '✕ violation');
  assert.equal(withGlyph(RUNG_SIGN.chain, 'v2'), 'v2');
});

test('the signs of one table differ by their shape', () => {
  for (const table of [VERDICT_SIGN, LEVEL_SIGN, RESULT_SIGN]) {
    const glyphs = Object.values(table).map(({ glyph }) => glyph);
    assert.equal(new Set(glyphs).size, glyphs.length);
  }
});

test('every glyph takes one cell of a terminal, so that columns stay in line', () => {
  const all = [VERDICT_SIGN, LEVEL_SIGN, RESULT_SIGN, RUNG_SIGN].flatMap((table) => Object.values(table));
  for (const { glyph } of [...all, ...SEVERITY_SIGN])
    if (glyph !== '') assert.equal(displayWidth(glyph), 1, glyph);
});
