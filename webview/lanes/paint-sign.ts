import { type Ink } from '../../src/core/words/signs.ts';
import type { Theme } from '../theme/theme.ts';
import type { Point } from './frame.ts';
import { LANE_SIGNS, type LaneSign, type LaneSignName, type Shape } from '../../src/core/words/lane-signs.ts';
import { SECOND_SHIFT, SIGN_OUTLINES } from '../../src/core/words/sign-outlines.ts';

/** The colour of an ink on a surface; `own` is what is given for it. */
export function inkColor(theme: Theme, ink: Ink, own: string): string {
  return {
    own,
    good: theme.success,
    bad: theme.error,
    possible: theme.possible,
    warning: theme.warning,
    muted: theme.neutral,
  }[ink];
}

/** The colour of text in an ink; `own` is that of ordinary text. */
export function textColor(theme: Theme, ink: Ink): string {
  const { text: own, successText, errorText, possible, warningText, muted } = theme;
  return { own, good: successText, bad: errorText, possible, warning: warningText, muted }[ink];
}

/** Draws one sign with its middle at a point; used by the lanes and by the legend, so that they cannot differ. */
export function paintSign(
  context: CanvasRenderingContext2D,
  name: LaneSignName,
  at: Point,
  radius: number,
  colors: { readonly ink: string; readonly paper: string },
): void {
  const { shape, style }: LaneSign = LANE_SIGNS[name];
  context.save();
  context.translate(at.x, at.y);
  trace(context, shape, radius);
  const open = style === 'open' || style === 'struck';
  // A rim of the background keeps a sign apart from its bar, whatever the bar's colour.
  context.lineWidth = open ? 5 : 3;
  context.strokeStyle = colors.paper;
  context.stroke();
  if (open) {
    context.lineWidth = 2;
    context.strokeStyle = colors.ink;
    context.fillStyle = colors.paper;
    context.fill();
    context.stroke();
  } else {
    context.fillStyle = colors.ink;
    context.fill();
  }
  if (style === 'struck') {
    context.beginPath();
    context.moveTo(-radius, radius);
    context.lineTo(radius, -radius);
    context.stroke();
  }
  if (style === 'double') {
    context.translate(SECOND_SHIFT * radius, 0);
    trace(context, shape, radius);
    context.fill();
  }
  context.restore();
}

/** Makes the outline of a shape around the origin the context's path. */
function trace(context: CanvasRenderingContext2D, shape: Shape, radius: number): void {
  const outline = SIGN_OUTLINES[shape];
  context.beginPath();
  if (outline === 'circle') context.arc(0, 0, radius, 0, 2 * Math.PI);
  else for (const [x, y] of outline) context.lineTo(x * radius, y * radius);
  context.closePath();
}
