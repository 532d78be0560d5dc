import type { LaneSlice, Rung } from '../../src/core/index.ts';
import { xOf, type Placed } from './frame.ts';

/** Whether a rung is what the trace begins with: nothing says since when its version was there. */
export function isFirst({ extent }: LaneSlice, rung: Rung): boolean {
  return rung.from <= extent[0];
}

/** Whether a rung is the last that the trace knows: its version stays. */
export function isLast({ extent }: LaneSlice, rung: Rung): boolean {
  return rung.to >= extent[1];
}

/** Pixels between which a rung is drawn, within the plot; the first and the last one reach to its edges. */
export function rungSpan(placed: Placed, rung: Rung): readonly [from: number, to: number] {
  const { left, right } = placed.geometry;
  return [
    isFirst(placed.slice, rung) ? left : Math.max(left, xOf(placed, rung.from)),
    isLast(placed.slice, rung) ? right : Math.min(right, xOf(placed, rung.to)),
  ];
}
