import { RESULTS } from '../../src/core/words/codes.ts';
import { RESULT_SIGN, withGlyph, type Ink } from '../../src/core/words/signs.ts';
import type { Step } from '../../src/core/words/terms.ts';
import { pointAt } from './curve.ts';
import { wrongSign, type Crowd } from './crowd.ts';
import { barOf, isDim, isInPlot, signRadius, stepPoint, type Frame, type Point } from './frame.ts';
import { HEADER_HEIGHT } from './geometry.ts';
import { LabelField, type Box } from './label-field.ts';
import type { DrawnArc } from './paint-arcs.ts';
import { shownFaults } from './paint-axis.ts';
import { ladderEdges } from './paint-ladder.ts';
import { textColor } from './paint-sign.ts';
import { fitText, boxedText, textWidth } from './text.ts';
import { LANE_SIGNS, type LaneSign } from '../../src/core/words/lane-signs.ts';

const TEXT_HEIGHT = 14;
/** Least distance between two labels is twice this. */
const GAP = 4;

/** As many marks are labelled, and as many others kept in sight: who looks at more reads none. */
const MOST = 600;

interface Label {
  readonly text: string;
  readonly color: string;
  readonly font: string;
  readonly dim: boolean;
  /** Where the label's box may begin, best first. */
  readonly corners: readonly Point[];
  readonly width: number;
  /** What it costs to take the next corner, against covering a line (1) or a piece of an arc (3). */
  readonly reluctance: number;
}

/** Labels the arcs, then the selected finding's marks, then all others that still find a free place. */
export function paintLabels(frame: Frame, arcs: readonly DrawnArc[], crowd: Crowd): void {
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
  for (const { label } of shownFaults(frame))
    if (label !== undefined) field.block({ ...label.box, y: label.box.y - HEADER_HEIGHT + frame.scroll });
  const focused = marks.filter((mark) => frame.index.focus.has(frame.slice.marks.row[mark]!));
  const others = marks.filter((mark) => !frame.index.focus.has(frame.slice.marks.row[mark]!));
  for (const mark of focused) place(frame, field, stepLabels(frame, mark));
  for (const mark of focused) place(frame, field, [outcomeLabel(frame, mark)]);
  for (const drawn of arcs) place(frame, field, [arcLabel(frame, drawn)]);
  for (const mark of others) place(frame, field, [outcomeLabel(frame, mark)]);
  for (const mark of others) place(frame, field, stepLabels(frame, mark));
  frame.context.globalAlpha = 1;
}

/** Marks that are seen and have a line with room for text; bars of a few pixels only if they are in focus. */
function labelledMarks(frame: Frame): readonly number[] {
  const { slice, geometry, index } = frame;
  const found: number[] = [];
  for (let mark = 0; mark < slice.marks.row.length && found.length < MOST; mark++) {
    const bar = barOf(frame, mark);
    if (bar === undefined || !geometry.lines[index.lineOf[mark]!]!.labels) continue;
    if (bar.to - bar.from >= 24 || index.focus.has(slice.marks.row[mark]!)) found.push(mark);
  }
  return found;
}

/** No label lies on the sign of another finding, whether it stands for one attempt or for many. */
function blockSigns(frame: Frame, field: LabelField, { groups, covered }: Crowd): void {
  for (const { x, y, radius, labelWidth } of groups)
    field.block({ x: x - radius, y: y - radius, width: 2 * radius + labelWidth, height: 2 * radius });
  const { slice, index } = frame;
  for (let mark = 0, left = MOST; mark < slice.marks.row.length && left > 0; mark++) {
    if (covered.has(mark)) continue;
    const wrong = wrongSign(frame, mark);
    if (wrong === undefined) continue;
    const line = frame.geometry.lines[index.lineOf[mark]!]!;
    const radius = signRadius(line.barHeight);
    const y = line.barTop + line.barHeight / 2;
    field.block({ x: wrong.x - radius, y: y - radius, width: 2 * radius, height: 2 * radius });
    left--;
  }
}

/** Bars that have no label themselves are covered only where there is no other place. */
function shunOthers(frame: Frame, field: LabelField, labelled: ReadonlySet<number>): void {
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

function place(frame: Frame, field: LabelField, labels: readonly (Label | undefined)[]): void {
  const { context, theme, geometry } = frame;
  for (const label of labels) {
    if (label === undefined) continue;
    const inside = label.corners
      .map(({ x, y }): Box => ({ x: x - GAP, y, width: label.width + 2 * GAP, height: TEXT_HEIGHT }))
      .filter(({ x, width }) => x >= geometry.left - 2 - GAP && x + width <= geometry.right + 10 + GAP);
    const box = field.place(inside, label.reluctance);
    if (box === undefined) continue;
    context.font = label.font;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.globalAlpha = label.dim ? theme.dimText : 1;
    boxedText(
      context,
      label.text,
      { x: box.x + GAP, y: box.y + TEXT_HEIGHT / 2 + 0.5 },
      label.color,
      theme.background,
    );
  }
}

/** E.g. `read v1` and `write v3 — stale`, above the bar, write first: it matters more where both cannot be shown. */
function stepLabels(frame: Frame, mark: number): readonly (Label | undefined)[] {
  const { marks } = frame.slice;
  const name = frame.index.signs[mark]!.find((each) => LANE_SIGNS[each].step === 'write');
  const { note, ink }: Pick<LaneSign, 'note' | 'ink'> =
    name === undefined ? { note: '', ink: 'own' } : LANE_SIGNS[name];
  const written = marks.writeVersion[mark]!;
  const read = marks.readVersion[mark]!;
  const what = [written, note].filter((part) => part !== '').join(' — ');
  return [
    what === '' ? undefined : above(frame, mark, 'write', `write ${what}`, ink),
    read === '' ? undefined : above(frame, mark, 'read', `read ${read}`, 'own'),
  ];
}

function above(frame: Frame, mark: number, step: Step, text: string, ink: Ink): Label | undefined {
  const { context, theme } = frame;
  const at = stepPoint(frame, mark, step);
  const bar = barOf(frame, mark);
  // A label without its sign would be about nothing.
  if (at === undefined || bar === undefined || !isInPlot(frame, at)) return undefined;
  context.font = `${ink === 'own' ? '' : '600 '}11px ${theme.mono}`;
  const width = textWidth(context, text);
  const y = bar.top - TEXT_HEIGHT - 3;
  const xs = [at.x - width / 2, at.x - signRadius(bar.height), at.x - width + 6, at.x - width - 8, at.x + 8];
  return {
    text,
    color: textColor(theme, ink),
    font: context.font,
    dim: isDim(frame, mark),
    corners: xs.map((x) => ({ x, y })),
    width,
    reluctance: 0.2,
  };
}

/** E.g. `✓ success 4.1 ms`, to the right of the bar. */
function outcomeLabel(frame: Frame, mark: number): Label | undefined {
  const { context, theme, slice } = frame;
  const bar = barOf(frame, mark);
  if (bar === undefined) return undefined;
  const sign = RESULT_SIGN[RESULTS[slice.marks.result[mark]!]!];
  const text = withGlyph(sign, slice.marks.outcome[mark]!);
  context.font = `11px ${theme.font}`;
  const width = textWidth(context, text);
  const middle = bar.top + (bar.height - TEXT_HEIGHT) / 2;
  const under = bar.top + bar.height + 2;
  return {
    text,
    color: textColor(theme, sign.ink),
    font: context.font,
    dim: isDim(frame, mark),
    corners: [
      { x: bar.to + 12, y: middle },
      { x: bar.to - width, y: under },
      { x: Math.max(bar.from, frame.geometry.left), y: under },
    ],
    width,
    reluctance: 2,
  };
}

/** Beside the part of the arc that is seen. */
function arcLabel(frame: Frame, { arc, curve, wrong }: DrawnArc): Label {
  const { context, theme, geometry } = frame;
  context.font = `11px ${theme.font}`;
  const text = fitText(context, arc.label, geometry.right - geometry.left - 16);
  const width = textWidth(context, text);
  const points = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9].map((t) => pointAt(curve, t));
  const seen = points.filter((point) => isInPlot(frame, point)).slice(0, 5);
  const corners = seen.flatMap(({ x, y }) => {
    return arc.kind === 'based-on'
      ? [
          { x: x - width / 2, y: y + 5 },
          { x: x - width / 2, y: y - TEXT_HEIGHT - 4 },
        ]
      : [
          { x: x + 14, y: y - TEXT_HEIGHT / 2 - 4 },
          { x: x - width - 14, y: y - TEXT_HEIGHT / 2 + 4 },
        ];
  });
  return {
    text,
    color: wrong ? theme.errorText : theme.warningText,
    font: context.font,
    dim: false,
    corners: corners.map(({ x, y }) => ({
      x: Math.max(geometry.left + 2, Math.min(x, geometry.right - width)),
      y,
    })),
    width,
    reluctance: 0.2,
  };
}
