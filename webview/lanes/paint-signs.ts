import { barOf, isDim, markColor, signRadius, stepPoint, type Frame } from './frame.ts';
import type { Crowd } from './crowd.ts';
import { paintCrowd } from './paint-crowd.ts';
import { inkColor, paintSign } from './paint-sign.ts';
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
  const { context, theme, slice, geometry, index } = frame;
  const bar = barOf(frame, mark);
  if (bar === undefined) return;
  const focused = index.focus.has(slice.marks.row[mark]!);
  // On a bar of a few pixels signs would cover each other; what is wrong is drawn at any width.
  const roomy = bar.to - bar.from >= 12 || focused;
  const radius = signRadius(bar.height);
  const color = markColor(frame, mark);
  context.globalAlpha = isDim(frame, mark) ? theme.dim : 1;
  for (const name of index.signs[mark]!) {
    const { step, on, ink }: LaneSign = LANE_SIGNS[name];
    if (step === undefined || (on === 'roomy' && !roomy) || (on === 'selected' && !focused)) continue;
    if (isInCrowd && (ink === 'bad' || ink === 'possible')) continue;
    const at = stepPoint(frame, mark, step);
    if (at === undefined || at.x < geometry.left - radius || at.x > geometry.right + radius) continue;
    paintSign(context, name, at, radius, { ink: inkColor(theme, ink, color), paper: theme.background });
  }
  context.globalAlpha = 1;
}
