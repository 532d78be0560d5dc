import { barOf, signRadius, stepPoint, xOf, type Frame } from './frame.ts';
import { AXIS_HEIGHT, LADDER_HEIGHT, LADDER_TOP } from './geometry.ts';
import { rungSpan } from './rung-span.ts';

/** Draws a line through ladder and lanes at the position of the axis under the pointer. */
export function paintScrub(frame: Frame): void {
  const { context, theme, geometry, scrub } = frame;
  if (scrub === null) return;
  const x = Math.round(xOf(frame, scrub));
  if (x < geometry.left || x > geometry.right) return;
  context.globalAlpha = theme.highContrast ? 1 : 0.45;
  context.fillStyle = theme.text;
  context.fillRect(x, AXIS_HEIGHT - 6, 1, geometry.height);
  context.globalAlpha = 1;
}

/** Frames the version that the lit attempt made. */
export function paintPointedRung(frame: Frame): void {
  const { context, theme, slice, pointed } = frame;
  if (pointed === null || pointed.step === 'read' || pointed.step === 'confirm') return;
  for (const rung of slice.ladder) {
    if (rung.row !== pointed.row) continue;
    const [from, to] = rungSpan(frame, rung);
    if (to < from) continue;
    context.strokeStyle = theme.focus;
    context.lineWidth = 2;
    context.strokeRect(from - 2, LADDER_TOP - 2, Math.max(2, to - from) + 4, LADDER_HEIGHT + 4);
  }
}

/** Rings the sign of the step that the pointer is on, here or among the steps; the bar where it is the whole attempt. */
export function paintPointed(frame: Frame): void {
  const { context, theme, index, pointed } = frame;
  const mark = pointed === null ? undefined : index.markOf.get(pointed.row);
  const bar = mark === undefined ? undefined : barOf(frame, mark);
  if (mark === undefined || bar === undefined) return;
  context.strokeStyle = theme.focus;
  context.lineWidth = 2;
  const at = pointed!.step === null ? undefined : stepPoint(frame, mark, pointed!.step);
  if (at === undefined) {
    context.strokeRect(bar.from - 3, bar.top - 3, bar.to - bar.from + 6, bar.height + 6);
    return;
  }
  context.beginPath();
  context.arc(at.x, at.y, signRadius(bar.height) + 5, 0, 2 * Math.PI);
  context.stroke();
}
