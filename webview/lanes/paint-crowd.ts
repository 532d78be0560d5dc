import { count } from '../../src/core/words/numbers.ts';
import { LANE_SIGNS, type LaneSign } from '../../src/core/words/lane-signs.ts';
import { crowdOf, type Crowd } from './crowd.ts';
import type { Frame } from './frame.ts';
import { inkColor, paintSign, textColor } from './paint-sign.ts';
import { boxedText, textWidth } from './text.ts';

function fontOf({ theme }: Frame): string {
  return `600 10px ${theme.font}`;
}

function textOf(many: number): string {
  return `×${count(many)}`;
}

/** The crowd of a frame, with counts as wide as they are drawn. */
export function measuredCrowd(frame: Frame): Crowd {
  frame.context.font = fontOf(frame);
  return crowdOf(frame, (many) => textWidth(frame.context, textOf(many)) + 5);
}

/** Draws signs that would cover each other as one, with how many they are. */
export function paintCrowd(frame: Frame, { groups }: Crowd): void {
  const { context, theme, index } = frame;
  const dim = index.focus.size > 0;
  for (const { x, y, radius, count: many, name } of groups) {
    const { ink }: LaneSign = LANE_SIGNS[name];
    context.globalAlpha = dim ? theme.dim : 1;
    paintSign(context, name, { x, y }, radius, {
      ink: inkColor(theme, ink, theme.neutral),
      paper: theme.background,
    });
    if (many < 2) continue;
    context.globalAlpha = dim ? theme.dimText : 1;
    context.font = fontOf(frame);
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    boxedText(context, textOf(many), { x: x + radius + 3, y }, textColor(theme, ink), theme.background);
  }
  context.globalAlpha = 1;
}
