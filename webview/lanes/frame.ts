import type { LaneSlice } from '../../src/core/index.ts';
import type { Pointed, Stretch } from '../state.ts';
import type { Theme } from '../theme/theme.ts';
import type { Geometry } from './geometry.ts';
import { extentOfMark, timeOfStep, type SliceIndex } from './slice-index.ts';
import type { Axis, Step } from '../../src/core/words/terms.ts';

/** Everything one drawing of the lanes needs. Heights are from the top of the scrolled content. */
export interface Frame {
  readonly context: CanvasRenderingContext2D;
  readonly theme: Theme;
  readonly slice: LaneSlice;
  readonly index: SliceIndex;
  readonly geometry: Geometry;
  readonly axis: Axis;
  /** How long the run is: decides in which unit moments are written. */
  readonly longestUs: number;
  readonly view: Stretch;
  /** How far the lanes are scrolled down. */
  readonly scroll: number;
  /** Height of the lanes that stay in sight above those that scroll: those of the selected finding. */
  readonly pinned: number;
  /** The row under the pointer or the keyboard's cursor; -1 for none. */
  readonly cursorRow: number;
  /** What is lit because the pointer is on it, here or among the steps. */
  readonly pointed: Pointed | null;
  /** Position of the axis under the pointer. */
  readonly scrub: number | null;
}

export type Placed = Pick<Frame, 'slice' | 'index' | 'geometry' | 'view'>;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Pixel of a position of the axis. */
export function xOf({ geometry, view }: Placed, value: number): number {
  const { left, right } = geometry;
  return left + ((value - view[0]) / (view[1] - view[0])) * (right - left);
}

/** Position of the axis at a pixel. */
export function valueAt({ geometry, view }: Placed, x: number): number {
  const { left, right } = geometry;
  return view[0] + ((x - left) / (right - left)) * (view[1] - view[0]);
}

/** Box of a mark's bar, at least 2 pixels wide; undefined if it has no place or lies outside the plot. */
export function barOf(
  placed: Placed,
  mark: number,
): { readonly from: number; readonly to: number; readonly top: number; readonly height: number } | undefined {
  const extent = extentOfMark(placed.slice.marks, mark);
  if (extent === undefined) return undefined;
  const { left, right, lines } = placed.geometry;
  const from = xOf(placed, extent[0]);
  const to = Math.max(from + 2, xOf(placed, extent[1]));
  if (to < left || from > right) return undefined;
  const line = lines[placed.index.lineOf[mark]!]!;
  return { from, to, top: line.barTop, height: line.barHeight };
}

/** Middle of a step's sign; undefined where the trace does not say when it happened. */
export function stepPoint(placed: Placed, mark: number, step: Step): Point | undefined {
  const time = timeOfStep(placed.slice.marks, mark, step);
  if (!Number.isFinite(time)) return undefined;
  const line = placed.geometry.lines[placed.index.lineOf[mark]!]!;
  return { x: xOf(placed, time), y: line.barTop + line.barHeight / 2 };
}

/** Whether a point lies between the left and the right edge of the plot. */
export function isInPlot({ geometry: { left, right } }: Placed, { x }: Point): boolean {
  return x >= left && x <= right;
}

/** Half the size of a step's sign on a bar of this height. */
export function signRadius(barHeight: number): number {
  return barHeight >= 24 ? 6 : barHeight >= 16 ? 4.5 : 3.5;
}

/** Whether a mark is drawn faintly because another finding is selected. */
export function isDim({ slice, index }: Placed, mark: number): boolean {
  return index.focus.size > 0 && !index.focus.has(slice.marks.row[mark]!);
}

/** Colour of a mark: that of its column in the code path where it has one, else its lane's. */
export function markColor({ theme, index }: Pick<Frame, 'theme' | 'index'>, mark: number): string {
  return theme.lanes[index.markHue[mark]! % theme.lanes.length]!;
}

/** Colour of a lane. */
export function laneColor({ theme, index }: Pick<Frame, 'theme' | 'index'>, lane: number): string {
  return theme.lanes[index.hue[lane]! % theme.lanes.length]!;
}
