import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hotKey } from '../../../../bench/hot-key.ts';
import type { Analysis } from '../../../../src/core/analysis.ts';
import type { RunFacts } from '../../../../src/core/history/run-facts.ts';
import { StringTable } from '../../../../src/core/history/string-table.ts';
import { faultBands } from '../../../../src/core/picture/faults.ts';
import { focusOf } from '../../../../src/core/picture/focus.ts';
import { indexKey } from '../../../../src/core/picture/key-index-cache.ts';
import { overview } from '../../../../src/core/picture/overview.ts';
import { checked } from '../check/history-language.ts';
import { ROW_FLAG } from '../../../../src/core/words/codes.ts';

const RUN = checked(`
  initial seat-7 1 v1
  A@w1 r-1 seat-7   |--R1=1-----W2=0----|               success
  B@w2 r-2 seat-7     |-----R1=1-------------W3=0--|    success
  remaining seat-7 0 v3
`);

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

test('the overview counts every attempt once, where it began', () => {
  const { density, from, to, p99Ms, worst, title } = overview(RUN, 4);
  assert.deepEqual([...density], [2, 0, 0, 0]);
  assert.deepEqual([from, to], [0, 31_000]);
  assert.deepEqual([...p99Ms], [29, NaN, NaN, NaN]);
  assert.deepEqual([...worst], [3, 0, 0, 0]);
  assert.equal(title, 'Whole run · 31 ms · 2 attempts');
});

test('findings are where their offending step was, one each; one about the books alone has no place', () => {
  const { findingAt, findingId, findingLevel } = overview(RUN, 4);
  assert.deepEqual([...findingAt], [25_000, 25_000]);
  assert.deepEqual(
    [...findingId].map((id) => RUN.findings[id]!.code),
    ['stale-version-write', 'unconditional-pattern'],
  );
  assert.deepEqual([...findingLevel], [0, 2]);
});

test('the 99th percentile of a bin is an order statistic, not an estimate', () => {
  const analysis = hotKey({ attempts: 10_000, keys: 3, workers: 3, staleEvery: 0, times: true });
  const { p99Ms, density } = overview(analysis, 7);
  assert.equal(sum(density), 10_000);
  const { latencyMs, startUs, endUs } = analysis.history;
  const width = Math.max(...endUs) / 7;
  for (let bin = 0; bin < 7; bin++) {
    const inBin = [...latencyMs]
      .filter((_, row) => Math.min(6, Math.floor(startUs[row]! / width)) === bin)
      .sort((a, b) => a - b);
    const expected = inBin.length === 0 ? NaN : inBin[Math.ceil(0.99 * inBin.length) - 1]!;
    assert.equal(p99Ms[bin], Math.fround(expected));
  }
});

test('every bin with an erroneous attempt says so, although few findings are kept', () => {
  const analysis = hotKey({ attempts: 30_000, keys: 1, workers: 3, staleEvery: 10, times: true });
  const { worst, to } = overview(analysis, 512);
  analysis.rowFlags.forEach((flags, row) => {
    if (flags & ROW_FLAG.error)
      assert.equal(worst[Math.min(511, Math.floor((analysis.history.startUs[row]! / to) * 512))], 3);
  });
});

test('a trace without times is shown in the order of its file', () => {
  const { density, findingAt, to, title } = overview(
    checked(`
    A r-1 seat-7 read 1 write 2 success
    B r-2 seat-7 read 1 write 3 success
  `),
    2,
  );
  assert.deepEqual([...density], [1, 1]);
  assert.deepEqual([...findingAt], [1, 1]);
  assert.equal(to, 2);
  assert.equal(title, 'Whole run · 2 attempts in the order of the file');
});

test('an odd number of bins is answered with a sensible one', () => {
  for (const [asked, given] of [
    [0, 1],
    [-3, 1],
    [NaN, 1],
    [2.7, 2],
    [1e9, 4096],
  ] as const)
    assert.equal(overview(RUN, asked).density.length, given);
});

/** The analysis with these columns of faults, and with or without windows in the manifest. */
function withFaults(faults: readonly string[], windows: RunFacts['faultWindows'] = []): Analysis {
  const analysis = checked(`
    incomplete
    A@w1 r-1 seat-7 |-R1-W2-|                                        success
    A@w1 r-2 seat-7             |-R2-W3-|                            success
    A@w1 r-3 seat-7                  |-R3-W4-|                       success
    A@w1 r-4 seat-7                                      |-R4-W5-|   success
  `);
  const strings = new StringTable();
  for (const name of [...analysis.history.strings, ...faults]) strings.index(name);
  const fault = Int32Array.from(faults, (name) => strings.index(name));
  const columns = new Set([...analysis.history.columns, 'fault' as const]);
  return {
    ...analysis,
    history: { ...analysis.history, strings, fault, columns },
    facts: { ...analysis.facts!, faultWindows: windows },
  };
}

test('fault windows come from the manifest', () => {
  const { originUs } = withFaults([]).history;
  const windows = [{ fault: 'worker\u0007 restart', fromUs: originUs + 3000n, toUs: originUs + 9000n }];
  const analysis = withFaults(['', '', '', ''], windows);
  assert.deepEqual(overview(analysis, 4).faults, [
    { from: 3000, to: 9000, label: 'fault: worker\\u{7} restart' },
  ]);
});

test('without a manifest, attempts that name a fault and overlap are one band', () => {
  const analysis = withFaults(['', 'worker restart', 'worker restart', 'storage timeout']);
  assert.deepEqual(
    faultBands(analysis).map(({ from, to, label }) => `${label} ${from}–${to}`),
    ['fault: worker restart 12000–25000', 'fault: storage timeout 37000–45000'],
  );
});

test('a fault that came twice is two bands', () => {
  const analysis = withFaults(['worker restart', '', '', 'worker restart']);
  assert.deepEqual(
    faultBands(analysis).map(({ from, to }) => [from, to]),
    [
      [0, 8000],
      [37_000, 45_000],
    ],
  );
});

test('on the order axis a fault band spans the steps that happened during it', () => {
  const { originUs } = withFaults([]).history;
  const analysis = withFaults(
    ['', '', '', ''],
    [{ fault: 'x', fromUs: originUs + 12_000n, toUs: originUs + 20_500n }],
  );
  const index = indexKey(analysis, analysis.keys[0]!.key, 'worker', 'order');
  const [band] = index.faults;
  assert.deepEqual([index.start[1], index.end[1]], [4, 9]);
  assert.ok(band!.from < 4 && band!.from > 3);
  assert.ok(band!.to > 9 && band!.to < 10, `${band!.to}`);
});

test('the focus of a finding is its attempts with room around, within its key', () => {
  const { keyId, focus } = focusOf(RUN, 0, 'time')!;
  assert.equal(RUN.history.strings.at(keyId), 'seat-7');
  assert.ok(focus[0] < 0 && focus[1] > 31_000);
  const many = hotKey({ attempts: 5000, keys: 2, workers: 3, staleEvery: 100, times: true });
  for (const axis of ['time', 'order'] as const)
    for (const [id, finding] of many.findings.entries()) {
      const found = focusOf(many, id, axis)!;
      const index = indexKey(many, found.keyId, 'client', axis);
      const entries = finding.rows.map((row) => index.entryOf(row)!);
      const left = Math.min(...entries.map((entry) => index.from[entry]!));
      const right = Math.max(...entries.map((entry) => index.to[entry]!));
      assert.ok(found.focus[1] - found.focus[0] > 1.3 * (right - left), 'room around');
      assert.equal(found.keyId, finding.key);
      for (const row of finding.rows) {
        const entry = index.entryOf(row)!;
        assert.ok(found.focus[0] <= index.from[entry]! && found.focus[1] >= index.to[entry]!);
      }
      assert.ok(found.focus[0] >= index.extent[0] && found.focus[1] <= index.extent[1]);
    }
  assert.equal(focusOf(RUN, 99, 'time'), undefined);
});
