import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterOf } from '../../../../src/core/search/filter.ts';
import { filterTerms } from '../../../../src/core/search/filter-terms.ts';
import { findingList, findingRows } from '../../../../src/core/lists/finding-list.ts';
import { matchesOf, nextMatch } from '../../../../src/core/search/matches.ts';
import { focusOfRow } from '../../../../src/core/picture/focus.ts';
import { overview } from '../../../../src/core/picture/overview.ts';
import { checked } from '../check/history-language.ts';
import { sliceOf } from '../picture/slice-of.ts';

const RUN = checked(`
  initial seat-7 1 v1
  A@w1 r-1 seat-7   |--R1=1-----W2=0----|               success
  B@w2 r-2 seat-7     |-----R1=1-------------W3=0--|    success
  C@w3 r-3 seat-12  |--R1--W2--|                        success
  D@w3 r-4 seat-3                |--R1--|               conflict
  D@w3 r-4 seat-3                       |--R1--W2---|   success
  remaining seat-7 0 v3
`);

/** The requests of the attempts that fit. */
function fitting(text: string): string {
  const { fitsRow } = filterOf(RUN.history, text);
  const { requestId, strings, size } = RUN.history;
  return Array.from({ length: size }, (_, row) => row)
    .filter(fitsRow)
    .map((row) => strings.at(requestId[row]!))
    .join(' ');
}

test('every term must fit, and a term may name its field', () => {
  for (const [text, found] of [
    ['key:seat-7', 'r-1 r-2'],
    ['KEY:seat-7 worker:w2', 'r-2'],
    ['worker:w3 result:conflict', 'r-4'],
    ['result:succ seat-3', 'r-4'],
    ['conflict', 'r-4'],
    ['version:3', 'r-2'],
    ['version:v2', 'r-1 r-3 r-4'],
    ['client:a', 'r-1'],
    ['request:r-4 v1', 'r-4 r-4'],
    ['finding:stale', ''],
    ['latency:<0', ''],
    ['key:"seat-12"', 'r-3'],
    ['seat-7 no-such', ''],
    ['', 'r-1 r-2 r-3 r-4 r-4'],
  ] as const)
    assert.equal(fitting(text), found, text);
});

test('a latency is compared, and what is no number is said', () => {
  const all = Array.from(RUN.history.latencyMs);
  const middle = all.toSorted((a, b) => a - b)[2]!;
  assert.equal(fitting(`latency:>${middle}`).split(' ').length, all.filter((ms) => ms >= middle).length);
  assert.equal(fitting(`latency:<${middle}`).split(' ').length, all.filter((ms) => ms <= middle).length);
  assert.match(filterOf(RUN.history, 'latency:fast').problem, /latency:>50/);
  assert.match(filterOf(RUN.history, 'result:lost').problem, /success, conflict/);
  assert.equal(filterOf(RUN.history, 'latency:>5').problem, '');
});

test('quotes hold words together, and a colon after what is no field is part of the text', () => {
  assert.deepEqual(filterTerms('order:7 key:"a b" "c d'), [
    { field: undefined, text: 'order:7' },
    { field: 'key', text: 'a b' },
    { field: undefined, text: 'c d' },
  ]);
});

test('findings are filtered by one of their attempts, of which all terms hold', () => {
  const found = (text: string): number => findingList(RUN, text, 10).rows.length;
  assert.ok(found('key:seat-7 worker:w2') > 0);
  assert.equal(found('key:seat-12 worker:w1'), 0);
  assert.ok(found('finding:stale') > 0);
});

test('a list knows all of its findings and their keys, and has the rows that are asked for', () => {
  const { rows, ids, keyIds } = findingList(RUN, '', 1);
  assert.equal(rows.length, 1);
  assert.equal(ids.length, RUN.findings.length);
  assert.deepEqual(
    [...keyIds],
    RUN.findings.map(({ key }) => key),
  );
  assert.deepEqual(
    findingRows(RUN, [...ids, 99]).map(({ id }) => id),
    [...ids],
  );
});

test('attempts are walked in the order of time, around the ends, whether anything was found about them or not', () => {
  const walk: number[] = [];
  let row: number | undefined;
  for (let i = 0; i < 4; i++) {
    const match = nextMatch(RUN, 'worker:w3', row, 1)!;
    walk.push((row = match.row));
    assert.deepEqual([match.place, match.of], [(i % 3) + 1, 3]);
  }
  assert.deepEqual(walk, [2, 3, 4, 2]);
  assert.equal(nextMatch(RUN, 'worker:w3', 2, -1)!.row, 4);
  assert.equal(nextMatch(RUN, 'worker:w3', undefined, -1)!.row, 4);
  assert.equal(nextMatch(RUN, 'nothing', undefined, 1), undefined);
  const { keyId, focus } = focusOfRow(RUN, 4, 'time')!;
  const { marks } = sliceOf(RUN, { keyId });
  const mark = marks.row.indexOf(4);
  assert.ok(focus[0] <= marks.start[mark]! && focus[1] >= marks.end[mark]!);
  assert.equal(focusOfRow(RUN, 99, 'time'), undefined);
});

test('every attempt that fits lights the bin of the overview in which it begins, and its mark', () => {
  for (const bins of [3, 64, 1024]) {
    const { lit, total } = matchesOf(RUN, 'seat-3', bins);
    assert.equal(total, 2);
    const { density } = overview(RUN, bins);
    assert.ok(lit.every((isLit, bin) => isLit === 0 || density[bin]! > 0));
    assert.ok(lit.some((isLit) => isLit === 1));
  }
  assert.equal(matchesOf(RUN, ' ', 8).lit.length, 0);
  const { marks } = sliceOf(RUN, { filter: 'r-2' });
  assert.deepEqual([...marks.row].map((row, i) => [row, marks.lit[i]]).sort(), [
    [0, 0],
    [1, 1],
  ]);
});
