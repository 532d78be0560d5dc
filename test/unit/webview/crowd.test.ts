import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { crowdOf, joined, type Item } from '../../../webview/lanes/crowd.ts';
import type { Frame } from '../../../webview/lanes/frame.ts';
import { HEADER_HEIGHT, layOut, pinnedHeight } from '../../../webview/lanes/geometry.ts';
import { hitTest } from '../../../webview/lanes/hit-test.ts';
import { indexSlice } from '../../../webview/lanes/slice-index.ts';
import { sideOf } from '../../../webview/lanes/stretch.ts';
import { binsOf, sliceOf, type Attempt } from '../../webview/fixtures/slice.ts';

const RADIUS = 4;
const widthOf = (count: number): number => 8 + 6 * String(count).length;

const item = fc
  .record({ x: fc.double({ min: 0, max: 400, noNaN: true }), count: fc.nat(40) })
  .map(({ x, count }): Item => ({
    ...{ x, count, severity: count > 0 ? 3 : 2, marks: [] },
    name: count > 0 ? 'stale-write' : 'warning',
  }));

describe('signs that would cover each other', () => {
  it('are one with their count, and no two of what is left touch, counts included', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 60 }), (items) => {
        const groups = joined(items, RADIUS, widthOf);
        const sum = (all: readonly Item[]): number => all.reduce((total, { count }) => total + count, 0);
        assert.equal(sum(groups), sum(items));
        groups.forEach((group, i) => {
          const next = groups[i + 1];
          if (next !== undefined) assert.ok(group.x + RADIUS + group.labelWidth < next.x - RADIUS);
          if (group.count > 0) assert.equal(group.name, 'stale-write');
          assert.equal(group.labelWidth, group.count > 1 ? widthOf(group.count) : 0);
        });
      }),
    );
  });

  it('stay apart where there is room', () => {
    const items = [10, 60, 61].map((x): Item => ({
      x,
      count: 1,
      severity: 3,
      name: 'stale-write',
      marks: [],
    }));
    assert.deepEqual(
      joined(items, RADIUS, widthOf).map(({ x, count }) => [x, count]),
      [
        [10, 1],
        [60.5, 2],
      ],
    );
  });
});

const REQUEST = { keyId: 7, laneBy: 'worker', axis: 'time', widthPx: 700, findingId: 0 } as const;
const stale = (row: number, lane: number, start: number): Attempt => ({
  ...{ row, lane, start, service: start, read: start, write: start + 1, end: start + 2 },
  ...{ flags: 17, readVersion: 'v1', writeVersion: 'v3', outcome: '', request: '' },
});

/** What is drawn of the attempts, 100 to 700 pixels for 0 to 1,000 ms; the first is selected. */
function frameOf(
  attempts: readonly Attempt[],
  lanes = 2,
  density: ReturnType<typeof binsOf> | null = null,
): Frame {
  const slice = sliceOf(REQUEST, attempts, {
    lanes: Array.from({ length: lanes }, (_, i) => ({ label: `w${i}`, sublabel: '', tracks: 1 })),
    focusRows: attempts.slice(0, 1).map(({ row }) => row),
    extent: [0, 1_000_000],
    density,
  });
  const index = indexSlice(slice);
  const geometry = layOut(index, { width: 712, height: 400, gutter: 100 });
  return { slice, index, geometry, view: [0, 1_000_000], pinned: 0 } as unknown as Frame;
}

describe('a crowd of findings', () => {
  it('leaves a lone sign with its mark, and never takes that of the selected finding', () => {
    const { groups, covered } = crowdOf(
      frameOf([stale(1, 0, 100), stale(2, 0, 101), stale(3, 1, 500)]),
      widthOf,
    );
    assert.deepEqual(groups, []);
    assert.equal(covered.size, 0);
    const near = crowdOf(frameOf([stale(1, 0, 900), stale(2, 1, 100), stale(3, 1, 101)]), widthOf);
    assert.deepEqual(
      near.groups.map(({ count }) => count),
      [2],
    );
    assert.deepEqual([...near.covered], [1, 2]);
  });

  it('counts by bins what is too much for marks, each in one of them', () => {
    const density = {
      ...binsOf(...Array.from({ length: 100 }, () => 9), ...Array.from({ length: 100 }, () => 0)),
    };
    for (const [bin, found] of [
      [10, 3],
      [11, 2],
      [70, 1],
    ] as const)
      density.found[bin] = found;
    const lone = { ...stale(1, 1, 990), lane: 1 };
    const { groups } = crowdOf(frameOf([lone], 2, { ...density, bins: 100 }), widthOf);
    assert.deepEqual(
      groups.map(({ count }) => count),
      [5, 1],
    );
  });
});

describe('idle lanes', () => {
  it('are one line at the end, which names them, and none of them has a line of its own', () => {
    const { slice, index, geometry } = frameOf([stale(1, 0, 100)], 9);
    assert.deepEqual(index.idle, [1, 2, 3, 4, 5, 6, 7, 8]);
    assert.deepEqual(
      index.lanes.map(({ lane }) => lane),
      [0],
    );
    const placed = { slice, index, geometry, view: [0, 1_000_000] as const };
    assert.deepEqual(hitTest(placed, 0, 50, HEADER_HEIGHT + geometry.idleTop + 5), { kind: 'idle' });
    assert.deepEqual(frameOf([stale(1, 0, 100)], 3).index.idle, [], 'two are shown');
  });

  it('are not folded where bins say that something happens in them', () => {
    const counts = Array.from({ length: 9 }, (_, lane) => (lane === 4 ? 7 : 0));
    const { index } = frameOf([stale(1, 0, 100)], 9, { ...binsOf(...counts), bins: 1 });
    assert.deepEqual(index.idle, [1, 2, 3, 5, 6, 7, 8]);
  });
});

describe('the lanes of the selected finding', () => {
  it('stay while the others scroll below them, and answer the pointer where they are', () => {
    const attempts = [stale(1, 3, 100), ...Array.from({ length: 30 }, (_, i) => stale(i + 2, i, 200))];
    const { slice, index, geometry } = frameOf(attempts, 30);
    const pinned = pinnedHeight(geometry, 200);
    assert.ok(pinned > 0 && pinned <= 0.6 * 400);
    assert.equal(pinnedHeight(geometry, 0), 0);
    const placed = { slice, index, geometry, view: [0, 1_000_000] as const };
    const lane = (y: number): unknown => hitTest(placed, 200, 20, HEADER_HEIGHT + y, pinned);
    assert.deepEqual(lane(pinned / 2), { kind: 'lane', lane: 3 });
    assert.notDeepEqual(lane(pinned + 10), { kind: 'lane', lane: 3 });
  });

  it('are pointed to from the edge behind which they lie', () => {
    assert.equal(sideOf([1, 2], [3, 9]), 'left');
    assert.equal(sideOf([10, 12], [3, 9]), 'right');
    assert.equal(sideOf([8, 12], [3, 9]), undefined);
    assert.equal(sideOf(undefined, [3, 9]), undefined);
  });
});
