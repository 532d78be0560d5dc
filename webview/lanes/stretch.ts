import type { Stretch } from '../state.ts';
import type { Axis } from '../../src/core/words/terms.ts';

/*
 * Arithmetic of the visible stretch. Nothing here knows pixels of a screen or the document, so every rule of pan and
 * zoom is a plain function.
 */

/** How close one can look: 20 µs, or 3 ranks. */
export const CLOSEST = { time: 20, order: 3 } as const;

/** Pixels to keep free beside what is shown: on the right for the outcome of the last bar. */
const AIR = { left: 28, right: 140 } as const;

/** A stretch with room beside it, when it is drawn on about `widthPx` pixels: for labels, or for signs alone. */
export function withAir(stretch: Stretch, axis: Axis, widthPx: number, labels = true): Stretch {
  const span = Math.max(stretch[1] - stretch[0], CLOSEST[axis]);
  // The names of the lanes take about a fifth of the width.
  const plotPx = Math.max(1, widthPx * 0.8);
  const left = Math.min(0.1, AIR.left / plotPx);
  const right = Math.min(0.35, (labels ? AIR.right : AIR.left) / plotPx);
  const unit = span / (1 - left - right);
  return [stretch[0] - unit * left, stretch[0] + span + unit * right];
}

/** The nearest stretch of allowed width that lies within the limits. */
export function withinLimits(stretch: Stretch, limits: Stretch, axis: Axis): Stretch {
  const widest = limits[1] - limits[0];
  const span = Math.min(Math.max(stretch[1] - stretch[0], Math.min(CLOSEST[axis], widest)), widest);
  const middle = (stretch[0] + stretch[1]) / 2;
  const from = Math.min(Math.max(middle - span / 2, limits[0]), limits[1] - span);
  return [from, from + span];
}

/** Zooms by `factor` (above 1: closer) about the point at `anchor`, 0 for the left edge to 1 for the right one. */
export function zoomed(stretch: Stretch, factor: number, anchor = 0.5): Stretch {
  const span = stretch[1] - stretch[0];
  const fixed = stretch[0] + span * anchor;
  return [fixed - (span * anchor) / factor, fixed + (span * (1 - anchor)) / factor];
}

/** Where a position stands in a stretch, as an anchor for {@link zoomed}: the middle where it is not in sight. */
export function anchorOf(at: number, [from, to]: Stretch): number {
  return at >= from && at <= to ? (at - from) / (to - from) : 0.5;
}

/** Moves by a share of the stretch's own width, to the right where positive. */
export function panned(stretch: Stretch, share: number): Stretch {
  const by = (stretch[1] - stretch[0]) * share;
  return [stretch[0] + by, stretch[1] + by];
}

/** On which side of the visible stretch something lies that is not in sight at all; undefined where it is. */
export function sideOf(reach: Stretch | undefined, [from, to]: Stretch): 'left' | 'right' | undefined {
  if (reach === undefined) return undefined;
  return reach[1] < from ? 'left' : reach[0] > to ? 'right' : undefined;
}
