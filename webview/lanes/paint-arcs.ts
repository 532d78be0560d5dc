import type { Arc } from '../../src/core/index.ts';
import type { Step } from '../../src/core/words/terms.ts';
import type { Pointed } from '../state.ts';
import { ROW_FLAG } from '../../src/core/words/codes.ts';
import { curveOf, pointAt, type Curve } from './curve.ts';
import { isInPlot, type Frame, type Placed } from './frame.ts';

const DASH: Readonly<Record<Arc['kind'], readonly number[]>> = {
  overtook: [],
  'based-on': [5, 4],
  'same-request': [1.5, 3.5],
};

/** An arc with the curve it is drawn as. */
export interface DrawnArc {
  readonly arc: Arc;
  readonly curve: Curve;
  readonly wrong: boolean;
}

/** How finely an arc is looked at to see whether any of it is in sight. */
const POINTS = 20;

/** The arcs whose both ends are in the slice and of which something is in sight. */
export function arcsOf(frame: Placed): readonly DrawnArc[] {
  return frame.slice.arcs.flatMap((arc) => {
    const curve = curveOf(frame, arc);
    if (curve === undefined || !isSeen(frame, curve)) return [];
    const flagsOf = (row: number): number => frame.slice.marks.flags[frame.index.markOf.get(row)!]!;
    const wrong = ((flagsOf(arc.toRow) | flagsOf(arc.fromRow)) & ROW_FLAG.error) !== 0;
    return [{ arc, curve, wrong }];
  });
}

function isSeen(placed: Placed, curve: Curve): boolean {
  for (let i = 0; i <= POINTS; i++) if (isInPlot(placed, pointAt(curve, i / POINTS))) return true;
  return false;
}

/** Draws the arcs that explain the selected finding. */
export function paintArcs({ context, theme, pointed }: Frame, arcs: readonly DrawnArc[]): void {
  for (const { arc, curve, wrong } of arcs) {
    const color = wrong ? theme.error : theme.warning;
    for (const [style, width] of [
      [theme.background, 5],
      [color, (arc.kind === 'same-request' ? 2.5 : 1.75) * (isAt(arc, pointed) ? 1.8 : 1)],
    ] as const) {
      context.strokeStyle = style;
      context.lineWidth = width;
      context.lineCap = arc.kind === 'same-request' ? 'round' : 'butt';
      context.globalAlpha = style === color ? 1 : 0.6;
      context.setLineDash(style === color ? [...DASH[arc.kind]] : []);
      context.beginPath();
      context.moveTo(curve.from.x, curve.from.y);
      context.bezierCurveTo(curve.lead.x, curve.lead.y, curve.trail.x, curve.trail.y, curve.to.x, curve.to.y);
      context.stroke();
    }
    context.setLineDash([]);
    context.lineCap = 'butt';
    context.globalAlpha = 1;
    if (arc.kind === 'overtook') paintHead(context, curve, color);
  }
}

/** Whether the lit step is an end of the arc. */
function isAt({ fromRow, fromStep, toRow, toStep }: Arc, pointed: Pointed | null): boolean {
  if (pointed === null) return false;
  const { row, step } = pointed;
  const isEnd = (endRow: number, endStep: Step): boolean =>
    endRow === row && (step === null || endStep === step);
  return isEnd(fromRow, fromStep) || isEnd(toRow, toStep);
}

function paintHead(context: CanvasRenderingContext2D, curve: Curve, color: string): void {
  const before = pointAt(curve, 0.93);
  const angle = Math.atan2(curve.to.y - before.y, curve.to.x - before.x);
  context.save();
  context.translate(curve.to.x, curve.to.y);
  context.rotate(angle);
  context.fillStyle = color;
  context.beginPath();
  context.moveTo(0, 0);
  context.lineTo(-10, -4.5);
  context.lineTo(-8, 0);
  context.lineTo(-10, 4.5);
  context.closePath();
  context.fill();
  context.restore();
}
