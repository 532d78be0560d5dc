import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { anchorOf, panned, withAir, withinLimits, zoomed } from '../../../webview/lanes/stretch.ts';

const stretches = fc
  .tuple(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.double({ min: 100, max: 1e9, noNaN: true }))
  .map(([from, span]) => [from, from + span] as const);

describe('the visible stretch', () => {
  it('never leaves its limits and never gets wider than they are', () => {
    fc.assert(
      fc.property(stretches, stretches, (wanted, limits) => {
        const [from, to] = withinLimits(wanted, limits, 'time');
        const slack = 1e-6 * (Math.abs(limits[0]) + Math.abs(limits[1]) + 1);
        assert.ok(from >= limits[0] - slack && to <= limits[1] + slack);
        assert.ok(to > from);
      }),
    );
  });

  it('stays as it is when it lies within the limits', () => {
    assert.deepEqual(withinLimits([10, 60], [0, 100], 'time'), [10, 60]);
  });

  it('is moved, not squeezed, when it sticks out on one side', () => {
    assert.deepEqual(withinLimits([-30, 20], [0, 100], 'time'), [0, 50]);
    assert.deepEqual(withinLimits([80, 130], [0, 100], 'time'), [50, 100]);
  });

  it('cannot be zoomed closer than 20 µs or three ranks', () => {
    assert.deepEqual(withinLimits([50, 51], [0, 100], 'time'), [40.5, 60.5]);
    assert.deepEqual(withinLimits([50, 51], [0, 100], 'order'), [49, 52]);
  });

  it('is zoomed about what is looked at, or about its middle where that is out of sight', () => {
    assert.equal(anchorOf(125, [100, 200]), 0.25);
    assert.equal(anchorOf(99, [100, 200]), 0.5);
    assert.equal(anchorOf(Number.NaN, [100, 200]), 0.5);
    const [from, to] = zoomed([100, 200], 16, anchorOf(125, [100, 200]));
    assert.ok(from < 125 && to > 125);
  });

  it('keeps the point under the pointer where it is when zoomed', () => {
    const [from, to] = zoomed([100, 200], 2, 0.25);
    assert.equal(to - from, 50);
    assert.equal(from + 0.25 * (to - from), 125);
  });

  it('comes back when a zoom is undone', () => {
    fc.assert(
      fc.property(stretches, fc.double({ min: 1.1, max: 8, noNaN: true }), (stretch, factor) => {
        const [from, to] = zoomed(zoomed(stretch, factor, 0.3), 1 / factor, 0.3);
        const slack = 1e-9 * (Math.abs(stretch[0]) + Math.abs(stretch[1]));
        assert.ok(Math.abs(from - stretch[0]) <= slack && Math.abs(to - stretch[1]) <= slack);
      }),
    );
  });

  it('is panned by a share of its own width', () => {
    assert.deepEqual(panned([100, 200], -0.2), [80, 180]);
  });

  it('has room for an outcome on the right, at any width', () => {
    for (const width of [300, 700, 2_000]) {
      const [from, to] = withAir([0, 1_000], 'time', width);
      assert.ok(from < 0);
      const right = ((to - 1_000) / (to - from)) * width * 0.8;
      assert.ok(right >= Math.min(139, width * 0.8 * 0.34), `${right} pixels at ${width}`);
    }
  });

  it('is wide enough to be drawn when everything happened at one moment', () => {
    const [from, to] = withAir([500, 500], 'time', 700);
    assert.ok(to - from >= 20 && from < 500 && to > 500);
  });
});
