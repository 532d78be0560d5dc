import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hotKey } from '../../../../bench/hot-key.ts';
import { indexKey } from '../../../../src/core/picture/key-index-cache.ts';
import { buildKeyIndex } from '../../../../src/core/picture/key-index.ts';
import type { KeyIndex } from '../../../../src/core/picture/key-index.ts';
import { laneSlice } from '../../../../src/core/picture/lane-slice.ts';
import type { LaneRequest, LaneSlice } from '../../../../src/core/picture/model.ts';
import { checked } from '../check/history-language.ts';
import { looks, oddTraces } from './odd-traces.ts';
import { sliceOf } from './slice-of.ts';
import { ROW_FLAG } from '../../../../src/core/words/codes.ts';

const RACE = `
  initial seat-7 1 v1
  A@w1 r-1 seat-7   |--R1=1-----W2=0----|               success
  B@w2 r-2 seat-7     |-----R1=1-------------W3=0--|    success
  C@w3 r-3 seat-7                             |--R3--|  rejected
  remaining seat-7 0 v3
`;

/** The bins that an attempt touches. */
function binsOf(slice: LaneSlice, index: KeyIndex, entry: number): number[] {
  const { bins } = slice.density!;
  const [left, right] = slice.covers;
  const binAt = (place: number): number =>
    Math.max(0, Math.min(bins - 1, Math.floor(((place - left) / (right - left)) * bins)));
  const [first, last] = [binAt(index.from[entry]!), binAt(index.to[entry]!)];
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

test('a race: a lane per worker, all attempts as marks, arcs from the conflict to what explains it', () => {
  const slice = sliceOf(checked(RACE), { findingId: 0 });
  assert.deepEqual(slice.lanes, [
    { label: 'w1', sublabel: 'r-1 · client A', tracks: 1 },
    { label: 'w2', sublabel: 'r-2 · client B', tracks: 1 },
    { label: 'w3', sublabel: 'r-3 · client C', tracks: 1 },
  ]);
  assert.equal(slice.density, null);
  assert.deepEqual(slice.marks.outcome, ['success 20 ms', 'success 29 ms', 'rejected 7 ms']);
  assert.deepEqual(slice.marks.writeVersion, ['v2', 'v3', '']);
  assert.ok(Number.isNaN(slice.marks.write[2]!));
  assert.deepEqual(
    slice.ladder.map(({ status, label }) => `${status}: ${label}`),
    ['initial: v1 · 1 left', 'chain: v2 · 0 · w1', 'stale: v3 · 0 · w2 ✕ from v1'],
  );
  assert.deepEqual(
    slice.arcs.map(({ kind, fromRow, fromStep, toRow, toStep, label }) => [
      kind,
      fromRow,
      fromStep,
      toRow,
      toStep,
      label,
    ]),
    [
      ['overtook', 0, 'write', 1, 'write', 'overtook'],
      ['based-on', 1, 'write', 1, 'read', 'based on v1, replaced 13 ms earlier by w1'],
    ],
  );
  assert.deepEqual(slice.focusRows, [1, 0]);
  assert.equal(slice.axisUnit, 'ms');
});

test('lanes by client name the worker instead, and idle workers keep a lane on every key', () => {
  const analysis = checked(`
    A@w1 r-1 seat-7 |--R1--W2--|    success
    A@w1 r-2 seat-7   |-R1-|        conflict
    B@w10 r-3 seat-8 |--R1--W2--|   success
    C@w2 r-4 seat-8 |--R2--|        rejected
  `);
  assert.deepEqual(
    sliceOf(analysis, { keyId: analysis.keys.find(({ to, from }) => to - from === 2)!.key, laneBy: 'client' })
      .lanes[0]?.tracks,
    2,
  );
  const seat8 = analysis.keys.find(({ key }) => analysis.history.strings.at(key) === 'seat-8')!.key;
  const labels = (laneBy: 'worker' | 'client'): string[] =>
    sliceOf(analysis, { keyId: seat8, laneBy }).lanes.map(({ label, sublabel }) => `${label}: ${sublabel}`);
  assert.deepEqual(labels('worker'), ['w1: idle', 'w2: r-4 · client C', 'w10: r-3 · client B']);
  assert.deepEqual(labels('client'), ['B: r-3 · w10', 'C: r-4 · w2']);
});

test('duplicate confirmations of a request are joined in the order of time', () => {
  const analysis = checked(`
    A@w1 r-1 seat-7 |--R1--W2--|                       success
    A@w2 r-1 seat-7               |--R2--W3--|         success
    A@w1 r-1 seat-7                            |R3-W4| success
  `);
  const { arcs } = sliceOf(analysis, { findingId: 0 });
  assert.deepEqual(
    arcs.map(({ kind, fromRow, toRow, label }) => [kind, fromRow, toRow, label]),
    [
      ['same-request', 0, 1, 'r-1 confirmed again'],
      ['same-request', 1, 2, 'and again'],
    ],
  );
});

test('more lanes than can be told apart share the last one, and the erroneous keep their own', () => {
  const lines = Array.from({ length: 300 }, (_, i) => `C${i} r-${i} seat-7 read 1 rejected`);
  const analysis = checked(
    [...lines, 'X r-x seat-7 read 1 write 2 success', 'Y r-y seat-7 read 1 write 3 success'].join('\n'),
  );
  const { lanes, marks } = sliceOf(analysis, { laneBy: 'client' });
  assert.equal(lanes.length, 200);
  assert.equal(lanes.at(-1)?.label, '103 other clients');
  assert.ok(lanes.some(({ label }) => label === 'Y'));
  assert.ok(marks.lane.every((lane) => lane < lanes.length));
});

test('every error and warning in sight is a mark or the worst of its bins, at every zoom', () => {
  const analysis = hotKey({ attempts: 30_000, keys: 1, workers: 6, staleEvery: 150, times: true });
  const keyId = analysis.keys[0]!.key;
  for (const axis of ['time', 'order'] as const)
    for (const laneBy of ['worker', 'client'] as const) {
      const index = indexKey(analysis, keyId, laneBy, axis);
      const [first, last] = index.extent;
      for (let zoom = 1; zoom <= 2 ** 14; zoom *= 4)
        for (const place of [0, 0.37, 0.9]) {
          const span = (last - first) / zoom;
          const from = first + place * (last - first - span);
          const slice = laneSlice(index, { keyId, laneBy, axis, from, to: from + span, widthPx: 1200 });
          assertFlaggedShow(index, slice);
        }
    }
});

function assertFlaggedShow(index: KeyIndex, slice: LaneSlice): void {
  const marked = new Set(slice.marks.row);
  const { rowFlags } = index.analysis;
  for (let entry = 0; entry < index.row.length; entry++) {
    const row = index.row[entry]!;
    const inSight = index.from[entry]! <= slice.covers[1] && index.to[entry]! >= slice.covers[0];
    if (!inSight || !(rowFlags[row]! & (ROW_FLAG.error | ROW_FLAG.warning))) continue;
    if (slice.density === null) {
      assert.ok(marked.has(row), `row ${row} is no mark`);
      continue;
    }
    const level = rowFlags[row]! & ROW_FLAG.error ? 3 : 2;
    const { lane } = index.tracks[index.trackOf[entry]!]!;
    for (const bin of binsOf(slice, index, entry))
      assert.ok(slice.density.worst[lane * slice.density.bins + bin]! >= level, `row ${row}, bin ${bin}`);
  }
}

test('a density counts every attempt in each bin that it touches, and no more', () => {
  const analysis = hotKey({ attempts: 20_000, keys: 1, workers: 3, staleEvery: 100, times: true });
  const keyId = analysis.keys[0]!.key;
  const index = indexKey(analysis, keyId, 'worker', 'time');
  const slice = laneSlice(index, { keyId, laneBy: 'worker', axis: 'time', from: 1e6, to: 6e6, widthPx: 700 });
  assert.ok(slice.density);
  const expected = new Uint32Array(slice.density.count.length);
  for (let entry = 0; entry < index.row.length; entry++) {
    if (index.to[entry]! < slice.covers[0] || index.from[entry]! > slice.covers[1]) continue;
    const { lane } = index.tracks[index.trackOf[entry]!]!;
    for (const bin of binsOf(slice, index, entry)) expected[lane * slice.density.bins + bin]!++;
  }
  assert.deepEqual(slice.density.count, expected);
});

test('the marks stay within their budget even where every attempt is an error', () => {
  const analysis = hotKey({ attempts: 20_000, keys: 1, workers: 40, staleEvery: 1, times: true });
  for (const widthPx of [300, 1400, 5000]) {
    const slice = sliceOf(analysis, { widthPx, findingId: 3 });
    assert.ok(slice.marks.row.length <= 1510, `${slice.marks.row.length} marks`);
    assert.ok(slice.focusRows.every((row) => slice.marks.row.includes(row)));
  }
});

test('where not all flagged attempts can be marks, errors come before warnings', () => {
  const run = hotKey({ attempts: 20_000, keys: 1, workers: 40, staleEvery: 0, times: true });
  const rowFlags = run.rowFlags.map((_, row) => (row % 100 === 0 ? ROW_FLAG.error : ROW_FLAG.warning));
  const { marks } = sliceOf({ ...run, rowFlags }, { widthPx: 1400 });
  assert.equal(marks.row.length, 1500);
  const errors = marks.flags.filter((flags) => flags & ROW_FLAG.error).length;
  // Two errors that begin in one bin of one lane are one mark.
  assert.ok(errors >= 190, `${errors} of 200 errors are marks`);
});

test('the rows of the selected finding are marks wherever the window is', () => {
  const analysis = hotKey({ attempts: 20_000, keys: 1, workers: 6, staleEvery: 500, times: true });
  const [first] = analysis.findings[0]!.rows;
  const slice = sliceOf(analysis, { from: 20e6, to: 20.1e6, findingId: 0 });
  assert.ok(slice.marks.row.includes(first!));
  assert.ok(slice.marks.start[slice.marks.row.indexOf(first!)]! < slice.covers[0]);
});

test('slices of neighbouring windows agree on what they share', () => {
  const analysis = hotKey({ attempts: 30_000, keys: 1, workers: 6, staleEvery: 150, times: true });
  for (const span of [40_000, 4e6]) {
    const at = (from: number): LaneSlice => sliceOf(analysis, { from, to: from + span, widthPx: 900 });
    const [left, right] = [at(10e6), at(10e6 + span / 3)];
    assert.equal(left.density === null, right.density === null);
    const markOf = (slice: LaneSlice, row: number): unknown => {
      const i = slice.marks.row.indexOf(row);
      const { lane, track, start, read, write, end, outcome } = slice.marks;
      return [lane[i], track[i], start[i], read[i], write[i], end[i], outcome[i]];
    };
    const shared = [...left.marks.row].filter((row) => right.marks.row.includes(row));
    assert.ok(shared.length > 3, `${shared.length} marks shared`);
    for (const row of shared) assert.deepEqual(markOf(left, row), markOf(right, row));
    if (left.density && right.density) assertDensitiesAgree(left, right);
    assert.deepEqual(left.lanes, right.lanes);
  }
});

/** Bins of the shared stretch hold the same, since the grid does not move; those at an edge see beyond it. */
function assertDensitiesAgree(left: LaneSlice, right: LaneSlice): void {
  const width = (left.covers[1] - left.covers[0]) / left.density!.bins;
  assert.equal((right.covers[1] - right.covers[0]) / right.density!.bins, width);
  const offset = (right.covers[0] - left.covers[0]) / width;
  assert.equal(offset, Math.round(offset));
  for (let lane = 0; lane < left.lanes.length; lane++)
    for (let bin = 1; bin + offset < left.density!.bins - 1; bin++) {
      const [a, b] = [lane * left.density!.bins + bin + offset, lane * right.density!.bins + bin];
      assert.equal(left.density!.count[a], right.density!.count[b]);
      assert.equal(left.density!.worst[a], right.density!.worst[b]);
    }
}

test('whatever the trace lacks, all attempts are drawn, none on top of another, and the ladder has no gaps', () => {
  fc.assert(
    fc.property(oddTraces, looks, (analysis, look) => {
      for (const { key, from, to } of analysis.keys) {
        const index = buildKeyIndex(analysis, key, look.laneBy, look.axis);
        const slice = laneSlice(index, { keyId: key, ...look, widthPx: 1000, findingId: 0 });
        assert.deepEqual([...slice.marks.row].sort(), [...analysis.rowsByKey.subarray(from, to)].sort());
        assertTracksApart(index);
        assert.equal(slice.ladder[0]?.from, index.extent[0]);
        assert.equal(slice.ladder.at(-1)?.to, index.extent[1]);
        slice.ladder.forEach((rung, i) => {
          assert.ok(rung.from <= rung.to);
          if (i > 0) assert.equal(rung.from, slice.ladder[i - 1]!.to);
        });
        for (const place of [...slice.marks.start, ...slice.marks.end])
          assert.ok(place >= index.extent[0] && place <= index.extent[1]);
      }
    }),
  );
});

function assertTracksApart(index: KeyIndex): void {
  for (const { begin, finish } of index.tracks)
    for (let entry = begin + 1; entry < finish; entry++)
      assert.ok(index.to[entry - 1]! <= index.from[entry]!, `entries ${entry - 1} and ${entry} overlap`);
}

test('a request that makes no sense is answered with what there is', () => {
  const analysis = checked(RACE);
  const whole = sliceOf(analysis);
  const odd: Partial<LaneRequest>[] = [
    { from: NaN, to: 5 },
    { from: -Infinity, to: Infinity },
    { from: 1e12, to: 2e12 },
    { from: 9000, to: 9000 },
    { from: 9000, to: 1000 },
    { widthPx: 0 },
    { widthPx: NaN },
    { widthPx: 1e9 },
    { findingId: 999 },
  ];
  for (const request of odd) {
    const slice = sliceOf(analysis, request);
    assert.ok(slice.covers[0] < slice.covers[1], JSON.stringify(request));
    assert.deepEqual(slice.extent, whole.extent);
    assert.ok(slice.ladder.length > 0);
  }
  assert.equal(sliceOf(analysis, { keyId: 999 }).marks.row.length, 0, 'a key that the trace does not have');
});

test('a mark that offends names its finding, any other none', () => {
  const analysis = hotKey({ attempts: 2_000, keys: 1, workers: 6, staleEvery: 100, times: true });
  const { marks } = sliceOf(analysis, { from: 0, to: 5e6, widthPx: 5000 });
  const named = marks.finding.filter((finding) => finding >= 0);
  assert.ok(named.length > 0);
  marks.row.forEach((row, i) => {
    const expected = analysis.findings.findIndex((finding) => finding.rows[0] === row);
    assert.equal(marks.finding[i], expected);
  });
});
