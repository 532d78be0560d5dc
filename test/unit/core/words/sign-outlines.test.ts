import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SIGN_OUTLINES, type Corners } from '../../../../src/core/words/sign-outlines.ts';

/** The area of a polygon whose corners go around clockwise as one sees it, where y runs down. */
function area(corners: Corners): number {
  const twice = corners.map(([x, y], i) => {
    const [nextX, nextY] = corners[(i + 1) % corners.length]!;
    return x * nextY - nextX * y;
  });
  return twice.reduce((sum, one) => sum + one, 0) / 2;
}

describe('the outlines of signs', () => {
  for (const [shape, outline] of Object.entries(SIGN_OUTLINES))
    it(`are closed, clockwise and neither tiny nor huge: ${shape}`, () => {
      if (outline === 'circle') return;
      assert.equal(new Set(outline.map(String)).size, outline.length);
      assert.ok(area(outline) > 1.4 && area(outline) < 3.8, String(area(outline)));
      for (const [x, y] of outline) assert.ok(Math.hypot(x, y) < 1.8);
    });

  it('have their middle at the point that they stand on, so that none leans to a side', () => {
    for (const [shape, outline] of Object.entries(SIGN_OUTLINES)) {
      if (outline === 'circle') continue;
      for (const axis of [0, 1] as const)
        assert.ok(Math.abs(outline.reduce((sum, corner) => sum + corner[axis], 0)) < 0.01, shape);
    }
  });
});
