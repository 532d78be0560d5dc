import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { curvePlot } from '../../../src/report/html/curve-plot.ts';
import { overTimePlot } from '../../../src/report/html/over-time-plot.ts';
import { popularityPlot } from '../../../src/report/html/popularity-plot.ts';
import { WIDTH, widthOf } from '../../../src/report/html/svg.ts';
import type { OverTime } from '../../../src/report/model/model.ts';

/** The texts of a drawing, and where each begins and ends, about. */
function textsOf(drawing: string) {
  return [...drawing.matchAll(/<text x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)"[^>]*>(.*?)<\/text>/g)].map(
    ([, x, y, anchor, text]) => {
      const width = widthOf(text!);
      const left = Number(x) - { start: 0, middle: width / 2, end: width }[anchor as 'start'];
      return { text: text!, left, right: left + width, y: Number(y) };
    },
  );
}

const FAULTS = ['lost-answer', 'worker-kill', 'storage-timeout', 'slow-storage', 'duplicate-delivery'];

/** Ten seconds with five faults of which each lasts one, the last one at the end. */
function run(phase: OverTime['phase']): OverTime {
  const flat = Array.from({ length: 50 }, () => 120);
  return {
    ...{ side: 'candidate', phase, label: `conditional · ${phase}`, binSeconds: 0.2 },
    ...{ latencyP50Ms: flat, latencyP99Ms: flat, queueMaxMs: flat, success: flat, refused: flat },
    ...{ soldOut: flat, turnedAway: flat, timeout: flat, wrong: flat.map(() => 0) },
    faults: FAULTS.map((label, at) => ({ label, fromSeconds: 1 + 2 * at, toSeconds: 2 + 2 * at })),
  };
}

const LIMITS = { p99LatencyMs: 150, queueDelayMs: 50 };

describe('a plot of the report', () => {
  it('has the percentiles of ten thousand requests and more within its frame', () => {
    const percentile = [0, 50, 90, 99, 99.9, 99.99, 99.999];
    const curve = { side: 'candidate', phase: 'retest', label: 'a', percentile, ms: percentile } as const;
    const texts = textsOf(String(curvePlot([curve], 150)));
    for (const wanted of ['99.99 %', '99.999 %']) {
      const found = texts.find(({ text }) => text === wanted);
      assert.ok(found !== undefined && found.right <= WIDTH, `${wanted}: ${String(found?.right)}`);
    }
  });

  it('names every fault in full, each beside the others', () => {
    const texts = textsOf(String(overTimePlot(run('fault'), LIMITS)));
    const named = FAULTS.map((fault) => texts.find(({ text }) => text === fault));
    for (const [at, label] of named.entries()) {
      assert.ok(label !== undefined && label.right <= WIDTH, FAULTS[at]);
      for (const other of named.slice(at + 1))
        assert.ok(label.right <= other!.left || label.y !== other!.y, `${label.text} × ${other!.text}`);
    }
  });

  it('draws limits where they apply: under load, and not while faults are injected', () => {
    assert.match(String(overTimePlot(run('retest'), LIMITS)), /class="limit"/);
    assert.doesNotMatch(String(overTimePlot(run('fault'), LIMITS)), /limit/);
  });

  it('tells what was sold out from what was turned away, and has one unit on an axis', () => {
    const drawn = String(overTimePlot({ ...run('retest'), latencyP99Ms: [0, 12_000] }, LIMITS));
    assert.match(drawn, />sold out</);
    assert.match(drawn, />turned away, service full</);
    const ticks = textsOf(drawn).filter(({ text, y }) => y < 180 && /^\d+ (ms|s)$/.test(text));
    assert.ok(
      ticks.length > 1 && ticks.every(({ text }) => text.endsWith(' s')),
      ticks.map(({ text }) => text).join(),
    );
  });

  it('has a key that stands as its marks do', () => {
    const row = { attempts: 10, share: 0.5, refused: 1, wrong: 0 };
    const rows = [
      { name: 'seat-1', ...row },
      { name: 'seat-2', ...row },
    ];
    const of = {
      keys: 2,
      rows,
      predicted: [0.6, 0.4],
      sentence: '',
      phase: 'retest',
      side: 'candidate',
    } as const;
    const marks = [
      ...String(popularityPlot({ ...of, label: 'a' })).matchAll(
        /class="predicted" x1="([\d.]+)" y1="[\d.]+" x2="([\d.]+)"/g,
      ),
    ];
    assert.equal(marks.length, 3);
    for (const [, x1, x2] of marks) assert.equal(x1, x2);
  });
});
