import { barOf, signRadius, stepPoint, type Placed, type Point } from './frame.ts';
import type { Box } from './label-field.ts';
import { LANE_SIGNS, type LaneSign, type LaneSignName } from '../../src/core/words/lane-signs.ts';
import { SECOND_SHIFT } from '../../src/core/words/sign-outlines.ts';

/** A sign of a mark as it is drawn. */
interface ShownSign {
  readonly name: LaneSignName;
  /** Its middle. */
  readonly at: Point;
  readonly radius: number;
}

/** The signs of a mark that are drawn; the same for painting them and for keeping labels off them. */
export function shownSigns(placed: Placed, mark: number, isInCrowd: boolean): readonly ShownSign[] {
  const { slice, geometry, index } = placed;
  const bar = barOf(placed, mark);
  if (bar === undefined) return [];
  const focused = index.focus.has(slice.marks.row[mark]!);
  // On a bar of a few pixels signs would cover each other; what is wrong is drawn at any width.
  const roomy = bar.to - bar.from >= 12 || focused;
  const radius = signRadius(bar.height);
  return index.signs[mark]!.flatMap((name): ShownSign[] => {
    const { step, on, ink }: LaneSign = LANE_SIGNS[name];
    if (step === undefined || (on === 'roomy' && !roomy) || (on === 'selected' && !focused)) return [];
    if (isInCrowd && (ink === 'bad' || ink === 'possible')) return [];
    const at = stepPoint(placed, mark, step);
    if (at === undefined || at.x < geometry.left - radius || at.x > geometry.right + radius) return [];
    return [{ name, at, radius }];
  });
}

/** What a sign covers. */
export function boxOfSign({ name, at, radius }: ShownSign): Box {
  const { style }: LaneSign = LANE_SIGNS[name];
  const width = 2 * radius + (style === 'double' ? SECOND_SHIFT * radius : 0);
  return { x: at.x - radius, y: at.y - radius, width, height: 2 * radius };
}
