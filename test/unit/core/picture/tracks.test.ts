import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MAX_TRACKS, TrackAllocator } from '../../../../src/core/picture/tracks.ts';

const intervals = fc
  .array(fc.tuple(fc.nat(50), fc.nat(8)), { maxLength: 100 })
  .map((list) => list.map(([from, length]) => [from, from + length] as const).sort((a, b) => a[0] - b[0]));

test('no two attempts of a track overlap, and no more tracks are used than attempts overlap at one place', () => {
  fc.assert(
    fc.property(intervals, (list) => {
      const allocator = new TrackAllocator();
      const tracks = list.map(([from, to]) => allocator.take(from, to));
      for (const [i, [from, to]] of list.entries())
        for (const [j, [otherFrom, otherTo]] of list.entries())
          if (i < j && tracks[i] === tracks[j])
            assert.ok(
              to < otherFrom || (to === otherFrom && from < otherFrom),
              `${from}–${to} ${otherFrom}–${otherTo}`,
            );
      // Closed intervals: attempts that only touch may still need a track each.
      const deepest = Math.max(
        0,
        ...list.map(([at]) => list.filter(([from, to]) => from <= at && to >= at).length),
      );
      assert.ok(allocator.used <= deepest);
    }),
  );
});

test('what comes later does not change the tracks of what came before', () => {
  fc.assert(
    fc.property(intervals, fc.nat(100), (list, cut) => {
      const tracksOf = (some: typeof list): number[] => {
        const allocator = new TrackAllocator();
        return some.map(([from, to]) => allocator.take(from, to));
      };
      assert.deepEqual(tracksOf(list.slice(0, cut)), tracksOf(list).slice(0, cut));
    }),
  );
});

test('attempts one after the other share a track, and one deeper than the limit shares the last', () => {
  const allocator = new TrackAllocator();
  assert.deepEqual(
    [allocator.take(0, 5), allocator.take(5, 9), allocator.take(9, 9), allocator.take(9, 9)],
    [0, 0, 0, 1],
  );
  const deep = new TrackAllocator();
  const tracks = Array.from({ length: MAX_TRACKS + 5 }, (_, i) => deep.take(i, 1000 + i));
  assert.equal(Math.max(...tracks), MAX_TRACKS - 1);
  assert.equal(deep.used, MAX_TRACKS);
  assert.equal(deep.take(2000, 2001), 0);
});

/** A number that says how often it was compared. */
function counting(value: number, seen: { comparisons: number }): number {
  return {
    valueOf: () => {
      seen.comparisons++;
      return value;
    },
  } as unknown as number;
}

test('200,000 attempts that overlap a hundred deep take a few comparisons each', () => {
  const attempts = 200_000;
  const seen = { comparisons: 0 };
  const allocator = new TrackAllocator();
  for (let i = 0; i < attempts; i++) allocator.take(counting(i, seen), counting(i + 100, seen));
  assert.ok(allocator.used > 90);
  assert.ok(seen.comparisons < attempts * 100, `${seen.comparisons} comparisons`);
  assert.ok(seen.comparisons > attempts, 'the counter counts');
});
