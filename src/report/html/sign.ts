import {
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolTriangle,
  type SymbolType,
} from 'd3';
import { path, px, segment } from './svg.ts';
import { markup, type Html } from './template.ts';
import { LANE_SIGNS, type LaneSign, type LaneSignName, type Shape } from '../../core/words/lane-signs.ts';

/** The symbol of a shape, its area in square pixels, and by how many degrees it is turned. */
const DRAWN: Readonly<Record<Shape, readonly [of: SymbolType, area: number, turn: number]>> = {
  circle: [symbolCircle, 113, 0],
  square: [symbolSquare, 100, 0],
  diamond: [symbolDiamond, 94, 0],
  cross: [symbolCross, 100, 0],
  triangle: [symbolTriangle, 80, 0],
  pointer: [symbolTriangle, 60, 90],
};

/** Half the length of the line through a sign that is struck. */
const STRIKE = 7;
/** How far the second of two like shapes is from the first. */
const SECOND = 6;

/** A sign of the swimlane with its middle at a point. */
export function signMark(name: LaneSignName, x: number, y: number): Html {
  const { shape, style, ink }: LaneSign = LANE_SIGNS[name];
  const [of, area, turn] = DRAWN[shape];
  const kind = `sign ${name} ${style} ${ink}`;
  const d = symbol(of, area)();
  const at = (shift: number) =>
    markup`<g transform="translate(${px(x + shift)} ${px(y)}) rotate(${px(turn)})">${path(kind, d)}</g>`;
  return markup`${at(0)}${style === 'double' && at(SECOND)}${
    style === 'struck' && segment(`strike ${ink}`, x - STRIKE, y + STRIKE, x + STRIKE, y - STRIKE)
  }`;
}
