import { symbol, symbolCircle, symbolDiamond, symbolSquare, symbolTriangle, type SymbolType } from 'd3';
import { RESULT, ROW_FLAG } from '../codes.ts';
import { barOf, isDim, markColor, signRadius, stepPoint, type Frame, type Point } from './frame.ts';
import { isRefusedWrite } from './slice-index.ts';

/** Every sign that a step can have: shapes first, colours second. */
export type SignKind =
  'read' | 'write' | 'refused-write' | 'stale-write' | 'confirm' | 'duplicate' | 'warning';

const SHAPE: Readonly<Record<SignKind, SymbolType>> = {
  read: symbolCircle,
  write: symbolSquare,
  'refused-write': symbolSquare,
  'stale-write': symbolDiamond,
  confirm: symbolTriangle,
  duplicate: symbolTriangle,
  warning: symbolTriangle,
};

/** Area of d3's symbols for a radius of 1, so that all signs look equally large. */
const AREA: Readonly<Record<SignKind, number>> = {
  read: Math.PI,
  write: 3.2,
  'refused-write': 3.2,
  'stale-write': 3.6,
  confirm: 1.5,
  duplicate: 1.5,
  warning: 2,
};

/** Draws one sign with its middle at a point; used by the lanes and by the legend, so that they cannot differ. */
export function paintSign(
  context: CanvasRenderingContext2D,
  kind: SignKind,
  at: Point,
  radius: number,
  colors: { readonly ink: string; readonly paper: string },
): void {
  context.save();
  context.translate(at.x, at.y);
  if (kind === 'confirm' || kind === 'duplicate') context.rotate(Math.PI / 2);
  const path = (): void => {
    context.beginPath();
    symbol(SHAPE[kind], AREA[kind] * radius * radius).context(context)();
  };
  path();
  const open = kind === 'read' || kind === 'refused-write';
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
  if (kind === 'refused-write') {
    context.beginPath();
    context.moveTo(-radius, radius);
    context.lineTo(radius, -radius);
    context.stroke();
  }
  if (kind === 'duplicate') {
    context.translate(0, -radius * 0.9);
    path();
    context.fill();
  }
  context.restore();
}

/** Draws the steps of all marks: those of the selected finding last, so that they lie on top. */
export function paintSigns(frame: Frame): void {
  const { slice, index } = frame;
  for (let mark = 0; mark < slice.marks.row.length; mark++)
    if (!index.focus.has(slice.marks.row[mark]!)) paintSteps(frame, mark);
  for (const row of index.focus) {
    const mark = index.markOf.get(row);
    if (mark !== undefined) paintSteps(frame, mark);
  }
}

function paintSteps(frame: Frame, mark: number): void {
  const { context, theme, slice, geometry, index } = frame;
  const bar = barOf(frame, mark);
  if (bar === undefined) return;
  const { marks } = slice;
  const flags = marks.flags[mark]!;
  const focused = index.focus.has(marks.row[mark]!);
  const stale = (flags & ROW_FLAG.staleWrite) !== 0;
  const duplicate = (flags & ROW_FLAG.duplicate) !== 0;
  // On a bar of a few pixels signs would cover each other; what is wrong is drawn at any width.
  const crowded = bar.to - bar.from < 12 && !focused;
  const radius = signRadius(bar.height);
  const color = markColor(frame, mark);
  const draw = (kind: SignKind, at: Point | undefined, ink: string): void => {
    if (at === undefined || at.x < geometry.left - radius || at.x > geometry.right + radius) return;
    paintSign(context, kind, at, radius, { ink, paper: theme.background });
  };
  context.globalAlpha = isDim(frame, mark) ? theme.dim : 1;
  if (!crowded) draw('read', stepPoint(frame, mark, 'read'), color);
  if (duplicate) draw('duplicate', stepPoint(frame, mark, 'confirm'), theme.error);
  else if (focused && marks.result[mark] === RESULT.success)
    draw('confirm', stepPoint(frame, mark, 'confirm'), color);
  // The write last: where signs fall together, it is the one that matters.
  const write = stepPoint(frame, mark, 'write');
  if (stale) draw('stale-write', write, theme.error);
  else if (!crowded && isRefusedWrite(marks, mark)) draw('refused-write', write, color);
  else if (!crowded && marks.writeVersion[mark] !== '') draw('write', write, color);
  context.globalAlpha = 1;
}
