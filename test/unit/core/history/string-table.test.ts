import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIRST_HASH, nextHash, StringTable } from '../../../../src/core/history/string-table.ts';
import { NONE } from '../../../../src/core/words/codes.ts';
import { ALL_NAUGHTY } from '../../../naughty-strings.ts';

test('every text comes back as it was, half of a surrogate pair and the longest too', () => {
  const table = new StringTable();
  const texts = [...ALL_NAUGHTY, '\ud800', 'a\udfffb', '\u{10ffff}', 'ä'.repeat(10_000), '\ud83d'];
  const distinct = [...new Set(texts)].filter((text) => text !== '');
  for (const text of texts) table.index(text);
  assert.deepEqual([...table], distinct);
  assert.deepEqual(
    distinct.map((text) => table.index(text)),
    [...distinct.keys()],
  );
});

test('nothing is the number of the empty text, and the text of no number', () => {
  const table = new StringTable();
  assert.equal(table.index(''), NONE);
  table.index('a');
  assert.deepEqual(
    [table.at(NONE), table.at(0), table.at(1), table.at(NaN)],
    [undefined, 'a', undefined, undefined],
  );
});

test('texts that bytes bring are the same as those that strings bring', () => {
  const table = new StringTable();
  const bytes = Buffer.from('seat-ü');
  const hash = bytes.reduce(nextHash, FIRST_HASH);
  assert.equal(table.indexOfBytes(bytes, 0, bytes.length, hash), table.index('seat-ü'));
  assert.equal(table.length, 1);
});

test('a file whose texts all have one hash costs no more than their number', () => {
  const table = new StringTable();
  const texts = Array.from({ length: 20_000 }, (_, i) => `t${i}`);
  const indexOf = (text: string) => table.indexOfBytes(Buffer.from(text), 0, text.length, 7);
  assert.deepEqual(texts.map(indexOf), [...texts.keys()]);
  assert.deepEqual(texts.map(indexOf), [...texts.keys()]);
  assert.deepEqual([...table], texts);
});
