import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hotKey } from '../../../../bench/hot-key.ts';
import { indexKey } from '../../../../src/core/picture/key-index-cache.ts';
import { ROW_FLAG } from '../../../../src/core/words/codes.ts';
import { sliceOf } from './slice-of.ts';

const analysis = hotKey({ attempts: 20_000, keys: 1, workers: 8, staleEvery: 50, times: true });
const keyId = analysis.keys[0]!.key;

test('every finding is in exactly one bin, or a mark, at every zoom and place', () => {
  for (const axis of ['time', 'order'] as const) {
    const index = indexKey(analysis, keyId, 'worker', axis);
    const [first, last] = index.extent;
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const zoom = fc.double({ min: 0.001, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, zoom, fc.integer({ min: 200, max: 2000 }), (at, part, widthPx) => {
        const span = (last - first) * part;
        const from = first + (last - first - span) * at;
        const slice = sliceOf(analysis, { axis, from, to: from + span, widthPx });
        const [left, right] = slice.covers;
        const wrong = [...index.row.keys()].filter(
          (entry) =>
            (analysis.rowFlags[index.row[entry]!]! & ROW_FLAG.error) !== 0 &&
            index.from[entry]! >= left &&
            index.from[entry]! < right,
        );
        if (slice.density === null) {
          const rows = new Set(slice.marks.row);
          assert.ok(wrong.every((entry) => rows.has(index.row[entry]!)));
        } else {
          const { found } = slice.density;
          assert.equal(
            found.reduce((sum, many) => sum + many, 0),
            wrong.length,
          );
        }
      }),
      { numRuns: 25 },
    );
  }
});

test('a bin is divided by how its attempts ended, and its parts are no more than the whole', () => {
  const { density } = sliceOf(analysis, { widthPx: 500 });
  assert.ok(density !== null);
  const { count, contended, wrong, worst } = density;
  count.forEach((all, entry) => {
    assert.ok(contended[entry]! + wrong[entry]! <= all);
    assert.equal(wrong[entry]! > 0, worst[entry]! >= 2);
  });
  assert.ok(wrong.some((many) => many > 0));
});
