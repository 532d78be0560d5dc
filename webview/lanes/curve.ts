import type { Arc } from '../../src/core/index.ts';
import { signRadius, stepPoint, type Placed, type Point } from './frame.ts';
import type { Step } from '../../src/core/words/terms.ts';

/** A cubic Bezier curve. */
export interface Curve {
  readonly from: Point;
  readonly lead: Point;
  readonly trail: Point;
  readonly to: Point;
}

/** The curve of an arc, from sign to sign; undefined where a row is not in the slice or has no time for the step. */
export function curveOf(placed: Placed, arc: Arc): Curve | undefined {
  const from = place(placed, arc.fromRow, arc.fromStep);
  const to = place(placed, arc.toRow, arc.toStep);
  if (from === undefined || to === undefined) return undefined;
  if (arc.kind === 'based-on' && from.line === to.line) return below(from, to);
  if (arc.kind === 'same-request') return beside(from, to);
  return from.line === to.line ? above(from, to) : across(from, to);
}

/** Point of the curve at `t`, 0 for its start to 1 for its end. */
export function pointAt({ from, lead, trail, to }: Curve, t: number): Point {
  const u = 1 - t;
  const weigh = (a: number, b: number, c: number, d: number): number =>
    u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
  return { x: weigh(from.x, lead.x, trail.x, to.x), y: weigh(from.y, lead.y, trail.y, to.y) };
}

interface End extends Point {
  readonly line: number;
  readonly radius: number;
  readonly barTop: number;
  readonly barBottom: number;
}

function place(placed: Placed, row: number, step: Step): End | undefined {
  const mark = placed.index.markOf.get(row);
  const point = mark === undefined ? undefined : stepPoint(placed, mark, step);
  if (mark === undefined || point === undefined) return undefined;
  const line = placed.index.lineOf[mark]!;
  const { barTop, barHeight } = placed.geometry.lines[line]!;
  return { ...point, line, radius: signRadius(barHeight), barTop, barBottom: barTop + barHeight };
}

/** A bow under the bar, so that the basis of a write reads as lying beneath it. */
function below(from: End, to: End): Curve {
  const y = Math.max(from.barBottom, to.barBottom);
  const depth = y + 38;
  return {
    from: { x: from.x, y: from.y + from.radius + 1 },
    lead: { x: from.x + (to.x - from.x) * 0.12, y: depth },
    trail: { x: to.x - (to.x - from.x) * 0.12, y: depth },
    to: { x: to.x, y: to.y + to.radius + 3 },
  };
}

function above(from: End, to: End): Curve {
  const height = Math.min(from.barTop, to.barTop) - 30;
  return {
    from: { x: from.x, y: from.y - from.radius - 1 },
    lead: { x: from.x + (to.x - from.x) * 0.15, y: height },
    trail: { x: to.x - (to.x - from.x) * 0.15, y: height },
    to: { x: to.x, y: to.y - to.radius - 3 },
  };
}

/** From lane to lane: leaves sideways and arrives at a slant, so that it covers neither dotted line of the ladder. */
function across(from: End, to: End): Curve {
  const down = to.y > from.y ? 1 : -1;
  const right = to.x >= from.x ? 1 : -1;
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const reach = Math.max(10, Math.abs(dx) * 0.5) * right;
  return {
    from: { x: from.x + (from.radius + 1) * right, y: from.y + from.radius * 0.6 * down },
    lead: { x: from.x + reach * 0.35, y: from.y + dy * 0.62 },
    trail: { x: to.x - reach * 0.75, y: to.y - dy * 0.3 },
    to: { x: to.x - (to.radius * 0.55 + 1) * right, y: to.y - (to.radius * 0.75 + 2) * down },
  };
}

/** Two confirmations of one request: a bracket on their right. */
function beside(from: End, to: End): Curve {
  if (from.line === to.line) return above(from, to);
  const x = Math.max(from.x, to.x) + 26;
  return {
    from: { x: from.x + from.radius + 2, y: from.y },
    lead: { x, y: from.y },
    trail: { x, y: to.y },
    to: { x: to.x + to.radius + 2, y: to.y },
  };
}
