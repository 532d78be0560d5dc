import type { SliceIndex } from './slice-index.ts';

/** Heights of what stands still above the scrolling lanes, in CSS pixels. */
export const AXIS_HEIGHT = 28;
export const LADDER_TOP = AXIS_HEIGHT + 10;
export const LADDER_HEIGHT = 24;
export const HEADER_HEIGHT = LADDER_TOP + LADDER_HEIGHT + 14;

/** Heights of one line, from a packed one to one with room for labels above its bar. */
const LINE = { least: 20, packed: 24, labelled: 46, roomy: 64, largest: 132 } as const;

/** Height of the line that stands for the idle lanes. */
export const IDLE_HEIGHT = 24;

/** What an arc that bows below a bar needs, its label included. */
const BOW = 42;

/** Where one line of bars lies, from the top of the scrolled content. */
interface Line {
  readonly top: number;
  readonly height: number;
  readonly barTop: number;
  readonly barHeight: number;
  /** Whether there is room for labels above the bar. */
  readonly labels: boolean;
}

/** Where everything lies in CSS pixels; `x` runs from `left` to `right`, lanes scroll below the header. */
export interface Geometry {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly lines: readonly Line[];
  readonly contentHeight: number;
  /** Height of the lanes of the selected finding, which come first. */
  readonly focusHeight: number;
  /** Where the line begins that stands for the idle lanes; the end of the content where there is none. */
  readonly idleTop: number;
}

/** Lays the lines out: those of the selected finding get room, the others share what is left. */
export function layOut(
  index: SliceIndex,
  size: { readonly width: number; readonly height: number; readonly gutter: number },
): Geometry {
  const folded = index.idle.length > 0 ? IDLE_HEIGHT : 0;
  const body = Math.max(0, size.height - HEADER_HEIGHT - folded);
  const others = index.lines.filter(({ focus }) => !focus).length;
  const focused = index.lines.length - others;
  const bows = index.lines.filter(({ bow }) => bow).length * BOW;
  const spare = focused === 0 ? 0 : (body - bows - others * LINE.packed) / focused;
  const roomy = clamp(spare, LINE.roomy, LINE.largest);
  const share = others === 0 ? 0 : (body - bows - focused * roomy) / others;
  const height = clamp(share, LINE.least, LINE.largest);
  const lines: Line[] = [];
  let top = 0;
  for (const { focus, bow } of index.lines) {
    const line = focus ? roomyLine(top, roomy, bow ? BOW : 0) : plainLine(top, height);
    lines.push(line);
    top += line.height;
  }
  const inFocus = index.lanes.findLast(({ focus }) => focus);
  const end = inFocus === undefined ? undefined : lines[inFocus.end - 1];
  const { width, gutter } = size;
  return {
    ...{ width, height: size.height, left: gutter, right: width - 12, lines },
    contentHeight: top + folded,
    focusHeight: end === undefined ? 0 : end.top + end.height,
    idleTop: top,
  };
}

/** More than this share of the body is not kept in sight while the rest scrolls. */
const MOST_PINNED = 0.6;

/** Height of the lanes that stay while the others scroll below them; 0 where nothing is scrolled, or they need too much. */
export function pinnedHeight({ focusHeight, height }: Geometry, scroll: number): number {
  return scroll > 0 && focusHeight <= (height - HEADER_HEIGHT) * MOST_PINNED ? focusHeight : 0;
}

function roomyLine(top: number, height: number, below: number): Line {
  const barHeight = clamp(height * 0.34, 28, 36);
  const barTop = top + Math.max(24, (height - barHeight) / 2);
  return { top, height: height + below, barTop, barHeight, labels: true };
}

function plainLine(top: number, height: number): Line {
  const labels = height >= LINE.labelled;
  const barHeight = labels ? Math.min(32, height - 26) : Math.max(10, height - 8);
  const barTop = top + Math.max(labels ? 20 : 0, (height - barHeight) / 2);
  return { top, height, barTop, barHeight, labels };
}

/** The number, or the nearer end of the range where it lies outside. */
function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
