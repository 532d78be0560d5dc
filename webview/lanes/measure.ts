import type { LaneSlice } from '../../src/core/index.ts';
import { withoutFront } from '../../src/core/words/shared-front.ts';
import type { Stretch } from '../state.ts';
import type { Theme } from '../theme/theme.ts';
import { withAir } from './stretch.ts';
import { textWidth } from './text.ts';

/** Above this many attempts in a key, none has room for a label when the whole key is seen. */
const MOST_LABELLED = 300;

/** The whole key with room for its last outcome, or less room where there are too many attempts to label. */
export function limitsOf({ extent, request, marks, density }: LaneSlice, width: number): Stretch {
  const labels = density === null && marks.row.length <= MOST_LABELLED;
  return withAir(extent, request.axis, width, labels);
}

/** Room for the names of the lanes, in CSS pixels: as much as they need, at most a sixth of the width. */
export function gutterFor(
  { lanes, front }: LaneSlice,
  context: CanvasRenderingContext2D,
  theme: Theme,
  width: number,
): number {
  context.font = `600 12px ${theme.font}`;
  const widths = lanes.map(({ label, sublabel }) =>
    Math.max(textWidth(context, withoutFront(label, front)), textWidth(context, sublabel)),
  );
  return Math.min(Math.max(72, ...widths) + 26, Math.max(96, width * 0.17));
}
