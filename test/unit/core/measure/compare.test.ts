import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HistoryBuilder } from '../../../../src/core/history/builder.ts';
import type { History } from '../../../../src/core/history/history.ts';
import { compareRuns, COMPARED_METRICS } from '../../../../src/core/measure/compare.ts';
import type { ComparedMetric } from '../../../../src/core/measure/compare.ts';
import { historyOf } from '../check/history-language.ts';
import { RESULT } from '../../../../src/core/words/codes.ts';

/** Park and Miller's generator: not the one under test. */
function numbers(seed: number): () => number {
  let state = ((seed * 7919) % 2147483646) + 1;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

interface Service {
  readonly seed: number;
  readonly seconds: number;
  readonly medianMs: number;
  readonly conflicts: number;
  /** Correlation of the load from one tenth of a second to the next. */
  readonly memory: number;
}

const PER_TENTH = 2;
const CALM: Service = { seed: 1, seconds: 60, medianMs: 10, conflicts: 0.08, memory: 0.5 };

/**
 * A run whose latency and conflicts follow a load that changes slowly: log-normal latency around the load's, so that
 * neighbouring requests are alike.
 */
function run({ seed, seconds, medianMs, conflicts, memory }: Service): History {
  const random = numbers(seed);
  const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  const builder = new HistoryBuilder();
  for (const column of ['request_id', 'worker_id', 'result', 'start_us', 'end_us'] as const)
    builder.declare(column);
  let load = normal();
  for (let tenth = 0; tenth < seconds * 10; tenth++) {
    load = memory * load + Math.sqrt(1 - memory ** 2) * normal();
    for (let request = 0; request < PER_TENTH; request++) {
      const start = Math.floor((tenth + (request + random()) / PER_TENTH) * 1e5);
      const latencyUs = Math.round(medianMs * 1000 * Math.exp(0.4 * load + 0.5 * normal()));
      const refused = random() < conflicts * Math.exp(0.3 * load);
      builder.startRow(tenth * PER_TENTH + request + 2);
      builder.text('request_id', `r-${tenth}-${request}`);
      builder.text('inventory_key', 'k');
      builder.text('worker_id', 'w1');
      builder.result(refused ? RESULT.conflict : RESULT.success);
      builder.integer('start_us', start);
      builder.integer('end_us', start + latencyUs);
      builder.endRow();
    }
  }
  return builder.finish([]);
}

/** How often the interval holds the truth, and how often a difference is claimed, over runs that differ in their seeds. */
function trials(number: number, changed: Partial<Service>, truth: Partial<Record<ComparedMetric, number>>) {
  const held = new Map<ComparedMetric, number>();
  const claimed = new Map<ComparedMetric, number>();
  for (let trial = 0; trial < number; trial++) {
    const before = run({ ...CALM, seed: 2 * trial + 1 });
    const after = run({ ...CALM, ...changed, seed: 2 * trial + 2 });
    for (const { metric, low, high, verdict } of compareRuns(before, after, { seed: trial, resamples: 150 })
      .differences) {
      const is = truth[metric];
      if (is === undefined) continue;
      held.set(metric, (held.get(metric) ?? 0) + Number(low <= is && is <= high) / number);
      claimed.set(metric, (claimed.get(metric) ?? 0) + Number(verdict !== 'same') / number);
    }
  }
  return { held, claimed };
}

describe('the interval of a difference', () => {
  it('holds no difference about as often as it says, where there is none', () => {
    const { held, claimed } = trials(120, {}, { p50LatencyMs: 0, p99LatencyMs: 0, conflictRate: 0 });
    for (const [metric, share] of held) assert.ok(share >= 0.89 && share < 1, `${metric} held in ${share}`);
    for (const [metric, share] of claimed) assert.ok(share <= 0.11, `${metric} claimed in ${share}`);
  });

  it('holds a known difference about as often as it says, and finds it', () => {
    // Latency is scaled, so its quantiles are; the rates follow from the load's mean of exp(0.3 x).
    const level = Math.exp(0.3 ** 2 / 2);
    const p99 = 10 * Math.exp(2.3263 * Math.hypot(0.4, 0.5));
    const truth = { p50LatencyMs: 4, p99LatencyMs: 0.4 * p99, conflictRate: 0.08 * level };
    const { held, claimed } = trials(120, { medianMs: 14, conflicts: 0.16 }, truth);
    for (const [metric, share] of held) assert.ok(share >= 0.89 && share <= 1, `${metric} held in ${share}`);
    for (const metric of ['p50LatencyMs', 'conflictRate'] as const)
      assert.ok(claimed.get(metric)! > 0.99, `${metric} found in ${claimed.get(metric)}`);
  });

  it('is wider where neighbouring requests are more alike, although each of them is as before', () => {
    const width = (memory: number) => {
      const [before, after] = [run({ ...CALM, memory, seed: 5 }), run({ ...CALM, memory, seed: 6 })];
      const { low, high } = compareRuns(before, after, { seed: 1 }).differences[0]!;
      return high - low;
    };
    assert.ok(width(0.97) > 2 * width(0), `${width(0.97)} and ${width(0)}`);
  });
});

describe('a comparison', () => {
  const [before, after] = [run(CALM), run({ ...CALM, seed: 2, medianMs: 13 })];

  it('is the same for the same seed, and another for another', () => {
    const first = compareRuns(before, after, { seed: 7 });
    assert.deepEqual(compareRuns(before, after, { seed: 7 }), first);
    assert.notDeepEqual(compareRuns(before, after, { seed: 8 }).differences, first.differences);
    assert.deepEqual(
      first.differences.map(({ metric }) => metric),
      COMPARED_METRICS,
    );
    assert.deepEqual([first.sliceSeconds, first.slices, first.paired], [1, { before: 60, after: 60 }, true]);
  });

  it('turns round with the runs', () => {
    const [there] = compareRuns(before, after, { seed: 7 }).differences;
    const [back] = compareRuns(after, before, { seed: 7 }).differences;
    assert.equal(there?.verdict, 'higher');
    assert.equal(back?.verdict, 'lower');
    assert.equal(there.difference, -back.difference);
  });

  it('of a run with itself has no difference at all', () => {
    for (const { metric, difference, low, high, verdict } of compareRuns(before, before, { seed: 1 })
      .differences) {
      assert.deepEqual([difference, verdict], [0, 'same']);
      // A failure was never seen in 1,200 requests: that bounds it, but does not exclude it.
      const unseen = metric === 'failureRate' ? 3 / 1200 : 0;
      assert.ok(Math.abs(low + unseen) < 1e-9 && Math.abs(high - unseen) < 1e-9, metric);
    }
  });

  it('draws runs of different lengths one by one', () => {
    const short = run({ ...CALM, seconds: 30 });
    const { slices, paired, differences } = compareRuns(short, after, { seed: 1 });
    assert.deepEqual([slices, paired], [{ before: 30, after: 60 }, false]);
    assert.equal(differences[0]?.verdict, 'higher');
  });

  it('draws slices that are long against what the requests wait for, or none', () => {
    const slow = { ...CALM, medianMs: 400, seconds: 300 };
    const { sliceSeconds, differences } = compareRuns(run(slow), run({ ...slow, seed: 2 }), { seed: 1 });
    const p99Ms = Math.max(...differences.slice(1, 2).flatMap((each) => [each.before, each.after]));
    assert.ok(sliceSeconds >= 5 * (p99Ms / 1000), `${sliceSeconds} s for a p99 of ${p99Ms} ms`);
    assert.notEqual(differences[0]?.verdict, 'unmeasured');
    const brief = { ...slow, seconds: 60 };
    for (const { verdict } of compareRuns(run(brief), run({ ...brief, seed: 2 }), { seed: 1 }).differences)
      assert.equal(verdict, 'unmeasured');
  });

  it('has no interval where a run is shorter than ten slices, or has no times', () => {
    const brief = run({ ...CALM, seconds: 9 });
    const { differences } = compareRuns(brief, brief, { seed: 1 });
    for (const { verdict, low, before: was } of differences) {
      assert.equal(verdict, 'unmeasured');
      assert.ok(Number.isNaN(low) && !Number.isNaN(was));
    }
    const untimed = historyOf([{ request: 'r', key: 'k', result: 'success' }]);
    for (const { verdict } of compareRuns(untimed, untimed, { seed: 1 }).differences)
      assert.equal(verdict, 'unmeasured');
  });
});

describe('a request', () => {
  it('is its attempts together: due with the first, answered with the last', () => {
    const served = historyOf([
      { request: 'r-1', key: 'k', worker: 'w1', result: 'retry', start: 0, end: 4000 },
      { request: 'r-1', key: 'k', worker: 'w1', result: 'success', start: 4000, end: 9000 },
      { request: 'r-2', key: 'k', worker: 'w1', result: 'conflict', start: 0, end: 2000 },
      { request: 'r-3', key: 'k', worker: 'w1', result: 'timeout', start: 0, end: 2000 },
      { request: 'r-4', key: 'k', result: 'rejected', start: 0, end: 1000 },
    ]);
    const figures = Object.fromEntries(
      compareRuns(served, served, { seed: 1 }).differences.map(({ metric, after: is }) => [metric, is]),
    );
    assert.deepEqual(figures, {
      p50LatencyMs: 2,
      p99LatencyMs: 9,
      conflictRate: 0.25,
      failureRate: 0.5,
      attemptsPerRequest: 1.25,
    });
  });
});
