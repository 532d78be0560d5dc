import { scaleLinear } from 'd3';
import { axisFormat } from './axis-format.ts';
import type { Frame } from './frame.ts';
import { AXIS_HEIGHT, HEADER_HEIGHT } from './geometry.ts';
import type { Box } from './label-field.ts';
import { fitText, boxedText, textWidth } from './text.ts';

/** Draws ticks with their numbers above the lanes and faint lines down through them. */
export function paintAxis({ context, theme, geometry, view, axis, longestUs }: Frame): void {
  const { left, right, height } = geometry;
  const count = Math.max(2, Math.round((right - left) / 96));
  const { unit, tick } = axisFormat(axis, view[0], view[1], count, longestUs);
  const scale = scaleLinear([view[0] / unit, view[1] / unit], [left, right]);
  context.font = `11px ${theme.mono}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  let free = left;
  for (const value of scale.ticks(count)) {
    const text = tick(value);
    const x = Math.round(scale(value)) + 0.5;
    if (text === '') continue;
    context.fillStyle = theme.grid;
    context.fillRect(x - 0.5, AXIS_HEIGHT, 1, height - AXIS_HEIGHT);
    const half = textWidth(context, text) / 2;
    // A number that would be cut at an edge or touch its neighbour is left out; its line stays.
    if (x - half < free || x + half > right + 10) continue;
    context.fillStyle = theme.muted;
    context.fillText(text, x, AXIS_HEIGHT / 2);
    free = x + half + 12;
  }
  context.fillStyle = theme.muted;
  context.fillRect(left, AXIS_HEIGHT, right - left, 1);
  context.textAlign = 'left';
  context.fillText(axis, 10, AXIS_HEIGHT / 2);
}

/** A stretch in which a fault was injected, as far as it is seen, and its name where there is room for one. */
interface ShownFault {
  readonly from: number;
  readonly to: number;
  readonly label: { readonly text: string; readonly box: Box } | undefined;
}

const FAULT_LABEL_HEIGHT = 16;

/** Where faults are drawn; the same for painting them and for keeping other labels off theirs. */
export function shownFaults({ context, theme, slice, geometry, view }: Frame): readonly ShownFault[] {
  const { left, right, height } = geometry;
  const scale = scaleLinear(view, [left, right]);
  context.font = `11px ${theme.font}`;
  let free = left;
  return slice.faults.flatMap(({ from, to, label }): ShownFault[] => {
    const a = Math.max(left, scale(from));
    const b = Math.min(right, Math.max(scale(to), scale(from) + 2));
    if (b <= a) return [];
    const text = fitText(context, label, Math.min(right - a, Math.max(b - a, 140)) - 8);
    if (a + 4 < free || text === '') return [{ from: a, to: b, label: undefined }];
    const width = textWidth(context, text);
    free = a + width + 16;
    const box = { x: a + 5, y: height - FAULT_LABEL_HEIGHT - 2, width, height: FAULT_LABEL_HEIGHT };
    return [{ from: a, to: b, label: { text, box } }];
  });
}

/** Draws stretches in which a fault was injected: shaded, edged, and named at the bottom. */
export function paintFaults(frame: Frame): void {
  const { context, theme, geometry } = frame;
  const top = HEADER_HEIGHT - 8;
  for (const { from, to, label } of shownFaults(frame)) {
    context.globalAlpha = theme.highContrast ? 0 : 0.09;
    context.fillStyle = theme.warning;
    context.fillRect(from, top, to - from, geometry.height);
    if (theme.highContrast) hatch(context, from, to, top, geometry.height);
    context.globalAlpha = 0.7;
    for (const x of [from, to - 1]) context.fillRect(x, top, 1, geometry.height);
    context.globalAlpha = 1;
    if (label === undefined) continue;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    const at = { x: label.box.x, y: label.box.y + FAULT_LABEL_HEIGHT / 2 };
    boxedText(context, label.text, at, theme.warningText, theme.background);
  }
}

/** Slanted lines over a stretch: what a tint is elsewhere. */
function hatch(
  context: CanvasRenderingContext2D,
  from: number,
  to: number,
  top: number,
  bottom: number,
): void {
  context.save();
  context.beginPath();
  context.rect(from, top, to - from, bottom - top);
  context.clip();
  context.beginPath();
  for (let x = from - (bottom - top); x < to; x += 14) {
    context.moveTo(x, bottom);
    context.lineTo(x + (bottom - top), top);
  }
  context.globalAlpha = 0.3;
  context.lineWidth = 1;
  context.strokeStyle = context.fillStyle;
  context.stroke();
  context.restore();
}
