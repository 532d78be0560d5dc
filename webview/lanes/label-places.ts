import { LANE_SIGNS } from '../../src/core/words/lane-signs.ts';
import { pointAt } from './curve.ts';
import type { Crowd } from './crowd.ts';
import { barOf } from './frame.ts';
import { LabelField, type Box } from './label-field.ts';
import {
  arcLabel,
  outcomeLabel,
  stepLabels,
  TEXT_HEIGHT,
  type Label,
  type LabelFrame,
} from './label-texts.ts';
import type { DrawnArc } from './paint-arcs.ts';
import { ladderEdges } from './paint-ladder.ts';
import { boxOfSign, shownSigns } from './shown-signs.ts';

/** Least distance between two labels is twice this. */
export const GAP = 4;

/** As many marks are labelled, and as many others kept in sight: who looks at more reads none. */
const MOST = 600;

/** What else is drawn where labels stand. */
interface Surroundings {
  readonly arcs: readonly DrawnArc[];
  readonly crowd: Crowd;
  /** What no label may cover beside signs and bars. */
  readonly blocked: readonly Box[];
}

/** A label with the place that it takes. */
export interface PlacedLabel extends Label {
  readonly box: Box;
}

/** Places for the arcs' labels, then for the selected finding's marks, then for all others that still find a free one. */
export function placedLabels(
  frame: LabelFrame,
  { arcs, crowd, blocked }: Surroundings,
): readonly PlacedLabel[] {
  const field = new LabelField();
  const marks = labelledMarks(frame);
  for (const mark of marks) {
    const bar = barOf(frame, mark);
    if (bar !== undefined) field.block(boxOf(bar));
  }
  blockSigns(frame, field, crowd);
  shunOthers(frame, field, new Set(marks));
  for (const { curve } of arcs)
    for (let t = 0; t <= 1; t += 0.05) {
      const { x, y } = pointAt(curve, t);
      field.shun({ x: x - 4, y: y - 4, width: 8, height: 8 }, 3);
    }
  for (const edge of ladderEdges(frame))
    field.shun({ x: edge.x - 3, y: 0, width: 6, height: frame.geometry.contentHeight }, 1);
  for (const box of blocked) field.block(box);
  const focused = marks.filter((mark) => frame.index.focus.has(frame.slice.marks.row[mark]!));
  const others = marks.filter((mark) => !frame.index.focus.has(frame.slice.marks.row[mark]!));
  const labels = [
    ...focused.flatMap((mark) => stepLabels(frame, mark)),
    ...focused.map((mark) => outcomeLabel(frame, mark)),
    ...arcs.map((drawn) => arcLabel(frame, drawn)),
    ...others.map((mark) => outcomeLabel(frame, mark)),
    ...others.flatMap((mark) => stepLabels(frame, mark)),
  ];
  return labels.flatMap((label) => {
    const box = label === undefined ? undefined : place(frame, field, label);
    return label === undefined || box === undefined ? [] : [{ ...label, box }];
  });
}

/** Marks that are seen and have a line with room for text; bars of a few pixels only if they are in focus. */
function labelledMarks(frame: LabelFrame): readonly number[] {
  const { slice, geometry, index } = frame;
  const found: number[] = [];
  for (let mark = 0; mark < slice.marks.row.length && found.length < MOST; mark++) {
    const bar = barOf(frame, mark);
    if (bar === undefined || !geometry.lines[index.lineOf[mark]!]!.labels) continue;
    if (bar.to - bar.from >= 24 || index.focus.has(slice.marks.row[mark]!)) found.push(mark);
  }
  return found;
}

/** No label lies on a sign, whether it stands for one attempt or for many. */
function blockSigns(frame: LabelFrame, field: LabelField, { groups, covered }: Crowd): void {
  for (const { x, y, radius, labelWidth } of groups)
    field.block({ x: x - radius, y: y - radius, width: 2 * radius + labelWidth, height: 2 * radius });
  const { slice } = frame;
  const left = { wrong: MOST, plain: MOST };
  for (let mark = 0; mark < slice.marks.row.length; mark++) {
    for (const sign of shownSigns(frame, mark, covered.has(mark))) {
      const kind = LANE_SIGNS[sign.name].ink === 'own' ? 'plain' : 'wrong';
      if (left[kind] === 0) continue;
      field.block(boxOfSign(sign));
      left[kind]--;
    }
  }
}

/** Bars that have no label themselves are covered only where there is no other place. */
function shunOthers(frame: LabelFrame, field: LabelField, labelled: ReadonlySet<number>): void {
  const { slice, geometry, index } = frame;
  for (let mark = 0, left = MOST; mark < slice.marks.row.length && left > 0; mark++) {
    if (labelled.has(mark) || !geometry.lines[index.lineOf[mark]!]!.labels) continue;
    const bar = barOf(frame, mark);
    if (bar === undefined) continue;
    field.shun(boxOf(bar), 2);
    left--;
  }
}

function boxOf({ from, to, top, height }: NonNullable<ReturnType<typeof barOf>>): Box {
  return { x: from, y: top, width: to - from, height };
}

function place(frame: LabelFrame, field: LabelField, label: Label): Box | undefined {
  const { left, right } = frame.geometry;
  const { top, bottom } = limitsOf(frame, label);
  const inside = label.corners
    .map(({ x, y }): Box => ({ x: x - GAP, y, width: label.width + 2 * GAP, height: TEXT_HEIGHT }))
    .filter(({ x, width }) => x >= left - 2 - GAP && x + width <= right + 10 + GAP)
    .filter(({ y, height }) => y >= top && y + height <= bottom);
  return field.place(inside, label.reluctance);
}

/** Between which heights a label stays: those of its mark's lane. */
function limitsOf({ slice, index, geometry }: LabelFrame, { mark }: Label): { top: number; bottom: number } {
  const lane = index.lanes.find((one) => mark !== undefined && one.lane === slice.marks.lane[mark]);
  if (lane === undefined) return { top: -Infinity, bottom: Infinity };
  const [first, last] = [geometry.lines[lane.first]!, geometry.lines[lane.end - 1]!];
  return { top: first.top, bottom: last.top + last.height };
}
