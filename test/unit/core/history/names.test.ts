import assert from 'node:assert/strict';
import { test } from 'node:test';
import { displayWidth, fitted } from '../../../../src/core/words/display-width.ts';
import { namesOnce, shortSite } from '../../../../src/core/history/names.ts';
import { naturally } from '../../../../src/core/picture/natural-order.ts';

test('names are sorted as people count', () => {
  const sorted = [
    'w10',
    'w2',
    'w1@v10',
    'w1@v9',
    'w1',
    'a',
    'w02',
    '10',
    '9007199254740993',
    '9007199254740992',
  ];
  assert.deepEqual(sorted.toSorted(naturally), [
    '10',
    '9007199254740992',
    '9007199254740993',
    'a',
    'w1',
    'w1@v9',
    'w1@v10',
    'w02',
    'w2',
    'w10',
  ]);
});

test('a site is shortened to file and line', () => {
  const sites: readonly [string | undefined, string][] = [
    ['/srv/app/src/reservation.ts:31:5', 'reservation.ts:31'],
    ['C:\\app\\src\\unsafe.ts:18', 'unsafe.ts:18'],
    ['reservation.ts', 'reservation.ts'],
    ['file:///srv/a.js:1:2', 'a.js:1'],
    ['a\u202e.ts:1', 'a\\u{202e}.ts:1'],
    [undefined, ''],
  ];
  for (const [site, short] of sites) assert.equal(shortSite(site), short);
});

test('a text is measured and cut in cells of a terminal', () => {
  const widths: readonly [string, number][] = [
    ['seat-7', 6],
    ['座席', 4],
    ['🎟️ x', 4],
    ['e\u0301', 1],
    ['v1→v2 ✕', 7],
  ];
  for (const [text, width] of widths) assert.equal(displayWidth(text), width, text);
  assert.equal(fitted('ab', 4), 'ab  ');
  assert.equal(fitted('abcdef', 4), 'abc…');
  assert.equal(fitted('座席座席', 4), '座… ');
  for (const text of ['座席座席', 'abcdef', '🎟️🎟️🎟️'])
    for (let width = 0; width < 9; width++) assert.equal(displayWidth(fitted(text, width)), width);
});

test('a client, a worker and a request of the same name are named once', () => {
  assert.equal(namesOnce(['A', 'A']), 'A');
  assert.equal(namesOnce(['A', '', 'w1', 'A']), 'A · w1');
});
