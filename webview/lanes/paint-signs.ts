import { isDim, markColor, type Frame } from './frame.ts';
import type { Crowd } from './crowd.ts';
import { paintCrowd } from './paint-crowd.ts';
import { inkColor, paintSign } from './paint-sign.ts';
import { shownSigns } from './shown-signs.ts';
import { LANE_SIGNS, type LaneSign } from '../../src/core/words/lane-signs.ts';

/** Draws the steps of all marks, those that would cover each other as one, and the selected finding's last, on top. */
export function paintSigns(frame: Frame, crowd: Crowd): void {
  const { slice, index } = frame;
  for (let mark = 0; mark < slice.marks.row.length; mark++)
    if (!index.focus.has(slice.marks.row[mark]!)) paintSteps(frame, mark, crowd.covered.has(mark));
  paintCrowd(frame, crowd);
  for (const row of index.focus) {
    const mark = index.markOf.get(row);
    if (mark !== undefined) paintSteps(frame, mark, false);
  }
}

function paintSteps(frame: Frame, mark: number, isInCrowd: boolean): void {
  const { context, theme } = frame;
  const color = markColor(frame, mark);
  context.globalAlpha = isDim(frame, mark) ? theme.dim : 1;
  for (const { name, at, radius } of shownSigns(frame, mark, isInCrowd)) {
    const { ink }: LaneSign = LANE_SIGNS[name];
    paintSign(context, name, at, radius, { ink: inkColor(theme, ink, color), paper: theme.background });
  }
  context.globalAlpha = 1;
}
