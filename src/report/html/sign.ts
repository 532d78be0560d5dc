import { LANE_SIGNS, type LaneSign, type LaneSignName, type Shape } from '../../core/words/lane-signs.ts';
import { SECOND_SHIFT, SIGN_OUTLINES } from '../../core/words/sign-outlines.ts';
import { path, px, segment } from './svg.ts';
import { markup, type Html } from './template.ts';

const RADIUS = 6;
/** Half the length of the line through a sign that is struck. */
const STRIKE = 7;

/** A sign of the swimlane with its middle at a point. */
export function signMark(name: LaneSignName, x: number, y: number): Html {
  const { shape, style, ink }: LaneSign = LANE_SIGNS[name];
  const kind = `sign ${name} ${style} ${ink}`;
  return markup`${path(kind, outlineAt(shape, x, y))}${
    style === 'double' && path(kind, outlineAt(shape, x + SECOND_SHIFT * RADIUS, y))
  }${style === 'struck' && segment(`strike ${ink}`, x - STRIKE, y + STRIKE, x + STRIKE, y - STRIKE)}`;
}

/** The outline of a shape as the data of a path. */
function outlineAt(shape: Shape, x: number, y: number): string {
  const outline = SIGN_OUTLINES[shape];
  if (outline === 'circle') {
    const half = `${RADIUS} ${RADIUS} 0 1 1`;
    return `M${px(x - RADIUS)},${px(y)}A${half} ${px(x + RADIUS)},${px(y)}A${half} ${px(x - RADIUS)},${px(y)}Z`;
  }
  return `M${outline.map(([dx, dy]) => `${px(x + dx * RADIUS)},${px(y + dy * RADIUS)}`).join('L')}Z`;
}
