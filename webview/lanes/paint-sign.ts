import {
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolTriangle,
  type SymbolType,
} from 'd3';
import { type Ink } from '../../src/core/words/signs.ts';
import type { Theme } from '../theme/theme.ts';
import type { Point } from './frame.ts';
import { LANE_SIGNS, type LaneSign, type LaneSignName, type Shape } from '../../src/core/words/lane-signs.ts';

/** How a shape is drawn: by which symbol of d3, of which area for a radius of 1, turned by how much. */
interface Drawn {
  readonly symbol: SymbolType;
  /** So that all signs look equally large. */
  readonly area: number;
  readonly turn: number;
}

const DRAWN: Readonly<Record<Shape, Drawn>> = {
  circle: { symbol: symbolCircle, area: Math.PI, turn: 0 },
  square: { symbol: symbolSquare, area: 3.2, turn: 0 },
  diamond: { symbol: symbolDiamond, area: 3.6, turn: 0 },
  cross: { symbol: symbolCross, area: 3.4, turn: 0 },
  triangle: { symbol: symbolTriangle, area: 2, turn: 0 },
  pointer: { symbol: symbolTriangle, area: 1.5, turn: Math.PI / 2 },
};

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
  const drawn = DRAWN[shape];
  context.save();
  context.translate(at.x, at.y);
  context.rotate(drawn.turn);
  const path = (): void => {
    context.beginPath();
    symbol(drawn.symbol, drawn.area * radius * radius).context(context)();
  };
  path();
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
    context.translate(0, -radius * 0.9);
    path();
    context.fill();
  }
  context.restore();
}
