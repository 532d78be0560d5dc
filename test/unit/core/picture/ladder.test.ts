import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hotKey } from '../../../../bench/hot-key.ts';
import type { Analysis } from '../../../../src/core/analysis.ts';
import type { LaneRequest, Rung } from '../../../../src/core/picture/model.ts';
import { checked } from '../check/history-language.ts';
import { sliceOf } from './slice-of.ts';
import { ROW_FLAG } from '../../../../src/core/words/codes.ts';

function ladderOf(analysis: Analysis, asked: Partial<LaneRequest> = {}): readonly Rung[] {
  return sliceOf(analysis, asked).ladder;
}

const drawn = (rungs: readonly Rung[]): string[] => rungs.map(({ status, label }) => `${status}: ${label}`);

test('a timed-out write that was applied is a rung of its own, named after the version that it must have made', () => {
  const analysis = checked(`
    closed
    initial seat-7 5 v1
    A@w1 r-1 seat-7 read 1=5 timeout
    B@w2 r-2 seat-7 read 2=4 write 3=3 success
    remaining seat-7 3 v3
  `);
  assert.deepEqual(drawn(ladderOf(analysis)), [
    'initial: v1 · 5 left',
    'bridged: v2 · w1 (timed out)',
    'chain: v3 · 3 · w2',
  ]);
});

test('without a manifest the ladder begins with what was read, and with no version at all it still begins', () => {
  assert.equal(ladderOf(checked('A r-1 seat-7 read 4=9 write 5 success'))[0]?.label, 'v4 · 9 left');
  assert.equal(ladderOf(checked('A r-1 seat-7 read 4 write 5 success'))[0]?.label, 'v4');
  assert.deepEqual(drawn(ladderOf(checked('A r-1 seat-7 - rejected'))), ['initial: initial version']);
});

test('versions decide the order of the chain, although a clock is behind', () => {
  const rungs = ladderOf(
    checked(`
    A@w1 r-1 seat-7        |--R1----W2--|      success
    B@w2 r-2 seat-7 |-R2-W3-|                  success
  `),
  );
  assert.deepEqual(drawn(rungs), ['initial: v1', 'chain: v2 · w1', 'chain: v3 · w2']);
  assert.equal(
    rungs[1]!.from,
    rungs[1]!.to,
    'the rung that no clock leaves room for is empty, not backwards',
  );
});

test('a stale write with a low version stands where it happened, not where its version would put it', () => {
  const rungs = ladderOf(
    checked(`
    A@w1 r-1 seat-7 |-R1-W2-|                                   success
    C@w3 r-3 seat-7            |-R2-W3-|                        success
    B@w2 r-2 seat-7   |-R1--------------------------W2-|        success
  `),
  );
  assert.deepEqual(drawn(rungs), [
    'initial: v1',
    'chain: v2 · w1',
    'chain: v3 · w3',
    'stale: v2 · w2 ✕ from v1',
  ]);
});

test('a label loses its parts before its version, and what is wrong last', () => {
  const rungs = ladderOf(
    checked(`
      initial seat-7 1 v1
      A@w1 r-1 seat-7 read 1=1 write 2=0 success
      B@w2 r-2 seat-7 read 1=1 write 3=0 success
      remaining seat-7 0 v3
    `),
  );
  assert.deepEqual(
    rungs.map(({ label, shorter }) => [label, ...shorter]),
    [
      ['v1 · 1 left', 'v1'],
      ['v2 · 0 · w1', 'v2 · 0', 'v2'],
      ['v3 · 0 · w2 ✕ from v1', 'v3 ✕ from v1', 'v3 ✕', 'v3'],
    ],
  );
});

test('many rungs are merged by what a pixel can show, without a gap and without hiding one that is stale', () => {
  const analysis = hotKey({ attempts: 20_000, keys: 1, workers: 6, staleEvery: 300, times: true });
  const stale = analysis.rowFlags.filter((flags) => flags & ROW_FLAG.staleWrite).length;
  const rungs = ladderOf(analysis);
  assert.ok(rungs.length < 500, `${rungs.length} rungs`);
  rungs.forEach((rung, i) => {
    if (i > 0) assert.equal(rung.from, rungs[i - 1]!.to);
  });
  const shown = rungs
    .filter(({ status }) => status === 'stale')
    .map(({ label }) => Number(/(\d+) stale$/.exec(label)?.[1] ?? 1));
  assert.equal(
    shown.reduce((sum, each) => sum + each, 0),
    stale,
  );
  const merged = rungs.find(({ label }) => label.includes('writes'));
  assert.match(merged!.label, /^v\d+–v\d+ · [\d,]+ writes/);
});

test("the selected finding's rung is never merged", () => {
  const analysis = hotKey({ attempts: 20_000, keys: 1, workers: 6, staleEvery: 300, times: true });
  const [row, overtaker] = analysis.findings[5]!.rows;
  const rungs = ladderOf(analysis, { findingId: 5 });
  assert.match(rungs.find((rung) => rung.row === row)!.label, /✕ from v\d+$/);
  assert.match(rungs.find((rung) => rung.row === overtaker)!.label, /^v\d+ · w\d/);
});

test('a narrow window has only the rungs that it touches', () => {
  const analysis = hotKey({ attempts: 20_000, keys: 1, workers: 6, staleEvery: 300, times: true });
  const rungs = ladderOf(analysis, { from: 5e6, to: 5.05e6 });
  assert.ok(rungs.length < 100, `${rungs.length} rungs`);
  assert.ok(rungs[0]!.from <= 5e6 && rungs.at(-1)!.to >= 5.05e6);
  assert.ok(rungs.every(({ label }) => !label.includes('writes')));
});

test('versions without an order stand where they were written, and one that comes back is a rung again', () => {
  const analysis = checked(`
    closed
    scheme opaque
    initial k 3 v7
    A@w1 r-1 k |--R7=3-W5=2--|                           success
    B@w2 r-2 k |----R7=3-----W5=2--|                     success
    C@w1 r-3 k                       |-R5=2-W7=3-|       success
    D@w2 r-4 k                                     |-R7=3-W5=2-| success
    remaining k 2 v5
  `);
  assert.deepEqual(drawn(ladderOf(analysis)), [
    'initial: v7 · 3 left',
    'chain: v5 · 2 · w1',
    'stale: v5 · 2 · w2 ✕ from v7',
    'chain: v7 · 3 · w1',
    'chain: v5 · 2 · w2',
  ]);
});

test('a key without versions has its values for a ladder', () => {
  const analysis = checked(`
    closed
    initial k 3
    A@w1 r-1 k |--R=3--W=2--|      success
    B@w2 r-2 k |----R=3---W=2--|   success
    remaining k 2
  `);
  assert.deepEqual(drawn(ladderOf(analysis)), [
    'initial: 3 left',
    'chain: 2 left · w1',
    'stale: 2 left · w2 ✕ from 3 left',
  ]);
});
