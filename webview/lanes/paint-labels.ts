import type { Crowd } from './crowd.ts';
import type { Frame } from './frame.ts';
import { HEADER_HEIGHT } from './geometry.ts';
import { GAP, placedLabels } from './label-places.ts';
import type { DrawnArc } from './paint-arcs.ts';
import { shownFaults } from './paint-axis.ts';
import { textColor } from './paint-sign.ts';
import { boxedText, textWidth } from './text.ts';

/** Draws the labels of arcs and marks that have found a place. */
export function paintLabels(frame: Frame, arcs: readonly DrawnArc[], crowd: Crowd): void {
  const { context, theme, scroll } = frame;
  const blocked = shownFaults(frame).flatMap(({ label }) =>
    label === undefined ? [] : [{ ...label.box, y: label.box.y - HEADER_HEIGHT + scroll }],
  );
  const widthOf = (font: string, text: string): number => {
    context.font = font;
    return textWidth(context, text);
  };
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (const { text, ink, font, dim, box } of placedLabels({ ...frame, widthOf }, { arcs, crowd, blocked })) {
    context.font = font;
    context.globalAlpha = dim ? theme.dimText : 1;
    const at = { x: box.x + GAP, y: box.y + box.height / 2 + 0.5 };
    boxedText(context, text, at, textColor(theme, ink), theme.background);
  }
  context.globalAlpha = 1;
}
