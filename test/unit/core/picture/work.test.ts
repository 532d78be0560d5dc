/** The work that a hot key costs, counted as cells read and not as time, so that a busy machine changes nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hotKey } from '../../../../bench/hot-key.ts';
import type { Analysis } from '../../../../src/core/analysis.ts';
import { codePath } from '../../../../src/core/lists/code-path.ts';
import { findingList } from '../../../../src/core/lists/finding-list.ts';
import { keyList } from '../../../../src/core/lists/key-list.ts';
import { buildKeyIndex } from '../../../../src/core/picture/key-index.ts';
import { laneSlice } from '../../../../src/core/picture/lane-slice.ts';
import { overview } from '../../../../src/core/picture/overview.ts';

interface Counter {
  reads: number;
}

/** The same column, which counts how often one of its cells is read. */
function counting<T extends object>(column: T, counter: Counter): T {
  return new Proxy(column, {
    get(target, property) {
      if (typeof property === 'string' && /^\d/.test(property)) counter.reads++;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** The same object, whose columns count. */
function watched<T extends object>(of: T, counter: Counter): T {
  const members = Object.entries(of).map(([name, value]: [string, unknown]): [string, unknown] => [
    name,
    ArrayBuffer.isView(value) ? counting(value, counter) : value,
  ]);
  return Object.fromEntries(members) as T;
}

/** Cells of the history that this work reads, per attempt. */
function readsPerAttempt(attempts: number, work: (analysis: Analysis) => void, times = true): number {
  const counter = { reads: 0 };
  const analysis = hotKey({ attempts, keys: 1, workers: 12, staleEvery: 50, times });
  work({ ...watched(analysis, counter), history: watched(analysis.history, counter) });
  return counter.reads / attempts;
}

const WORKS: Readonly<Record<string, (analysis: Analysis) => void>> = {
  'an index on the time axis': (analysis) => buildKeyIndex(analysis, analysis.keys[0]!.key, 'worker', 'time'),
  'an index on the order axis': (analysis) =>
    buildKeyIndex(analysis, analysis.keys[0]!.key, 'client', 'order'),
  'an overview': (analysis) => overview(analysis, 1024),
  'a list of keys by a filter that fits none': (analysis) => keyList(analysis, 'no such name', 100),
  'all findings, and the code path of each hundredth': (analysis) => {
    const { rows } = findingList(analysis, 'r-9', 1000);
    for (const { id } of rows) if (id % 100 === 0) codePath(analysis, id);
  },
};

for (const [name, work] of Object.entries(WORKS))
  test(`${name} reads a few cells per attempt, no more of them for a longer trace`, () => {
    const [small, large] = [readsPerAttempt(10_000, work), readsPerAttempt(40_000, work)];
    assert.ok(small > 0, 'the counter counts');
    assert.ok(large < 60, `${large} cells per attempt`);
    assert.ok(large < small * 1.3, `${small} and then ${large} cells per attempt`);
  });

test('an index of 200,000 attempts without times reads a few cells per attempt', () => {
  const reads = readsPerAttempt(
    200_000,
    (analysis) => buildKeyIndex(analysis, analysis.keys[0]!.key, 'worker', 'order'),
    false,
  );
  assert.ok(reads > 5 && reads < 60, `${reads} cells per attempt`);
});

test('a slice reads what it shows and a few halvings per track, however long the key is', () => {
  const readsOf = (attempts: number): number => {
    const counter = { reads: 0 };
    const analysis = hotKey({ attempts, keys: 1, workers: 12, staleEvery: 50, times: true });
    const index = buildKeyIndex(analysis, analysis.keys[0]!.key, 'worker', 'time');
    const { keyId, laneBy, axis } = index;
    laneSlice(watched(index, counter), {
      keyId,
      laneBy,
      axis,
      from: 5e6,
      to: 5.1e6,
      widthPx: 1000,
      findingId: 0,
    });
    return counter.reads;
  };
  const [small, large] = [readsOf(20_000), readsOf(160_000)];
  assert.ok(small > 500, 'the counter counts');
  assert.ok(large < small * 1.5, `${small} and then ${large} cells`);
});
