import { RESULTS } from '../../src/core/words/codes.ts';
import { RESULT_SIGN, withGlyph, type Ink } from '../../src/core/words/signs.ts';
import type { Step } from '../../src/core/words/terms.ts';
import type { Theme } from '../theme/theme.ts';
import { pointAt } from './curve.ts';
import { barOf, isDim, isInPlot, signRadius, stepPoint, type Placed, type Point } from './frame.ts';
import type { DrawnArc } from './paint-arcs.ts';
import { fitBy } from './text.ts';
import { LANE_SIGNS, type LaneSign } from '../../src/core/words/lane-signs.ts';

/* What may be written beside a mark or an arc, and where it may stand. */

/** Height of a label in CSS pixels. */
export const TEXT_HEIGHT = 14;

/** What labels depend on; no canvas is among it. */
export interface LabelFrame extends Placed {
  readonly theme: Pick<Theme, 'font' | 'mono'>;
  /** Width of a text in a font, in CSS pixels. */
  readonly widthOf: (font: string, text: string) => number;
}

/** A label with the places that it may take. */
export interface Label {
  readonly text: string;
  readonly ink: Ink;
  readonly font: string;
  readonly dim: boolean;
  /** Where the label's box may begin, best first. */
  readonly corners: readonly Point[];
  readonly width: number;
  /** What it costs to take the next corner, against covering a line (1) or a piece of an arc (3). */
  readonly reluctance: number;
  /** The mark whose lane it must not leave, for in another one it would be about another attempt; none for an arc. */
  readonly mark: number | undefined;
}

/** E.g. `read v1` and `write v3 — stale`, above the bar, write first: it matters more where both cannot be shown. */
export function stepLabels(frame: LabelFrame, mark: number): readonly (Label | undefined)[] {
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

function above(frame: LabelFrame, mark: number, step: Step, text: string, ink: Ink): Label | undefined {
  const { theme, widthOf } = frame;
  const at = stepPoint(frame, mark, step);
  const bar = barOf(frame, mark);
  // A label without its sign would be about nothing.
  if (at === undefined || bar === undefined || !isInPlot(frame, at)) return undefined;
  const font = `${ink === 'own' ? '' : '600 '}11px ${theme.mono}`;
  const width = widthOf(font, text);
  const y = bar.top - TEXT_HEIGHT - 3;
  const xs = [at.x - width / 2, at.x - signRadius(bar.height), at.x - width + 6, at.x - width - 8, at.x + 8];
  return {
    text,
    ink,
    font,
    dim: isDim(frame, mark),
    corners: xs.map((x) => ({ x, y })),
    width,
    reluctance: 0.2,
    mark,
  };
}

/** E.g. `✓ success 4.1 ms`, to the right of the bar. */
export function outcomeLabel(frame: LabelFrame, mark: number): Label | undefined {
  const { theme, slice, widthOf } = frame;
  const bar = barOf(frame, mark);
  if (bar === undefined) return undefined;
  const sign = RESULT_SIGN[RESULTS[slice.marks.result[mark]!]!];
  const text = withGlyph(sign, slice.marks.outcome[mark]!);
  const font = `11px ${theme.font}`;
  const width = widthOf(font, text);
  const middle = bar.top + (bar.height - TEXT_HEIGHT) / 2;
  const line = frame.geometry.lines[frame.index.lineOf[mark]!]!;
  const bottom = bar.top + bar.height;
  // A line that is a little too low for the gap has the label right below its bar.
  const under = Math.max(bottom, Math.min(bottom + 2, line.top + line.height - TEXT_HEIGHT));
  return {
    text,
    ink: sign.ink,
    font,
    dim: isDim(frame, mark),
    corners: [
      { x: bar.to + 12, y: middle },
      { x: bar.to - width, y: under },
      { x: Math.max(bar.from, frame.geometry.left), y: under },
    ],
    width,
    reluctance: 2,
    mark,
  };
}

/** Beside the part of the arc that is seen. */
export function arcLabel(frame: LabelFrame, { arc, curve, wrong }: DrawnArc): Label {
  const { theme, geometry, widthOf } = frame;
  const font = `11px ${theme.font}`;
  const text = fitBy(arc.label, geometry.right - geometry.left - 16, (part) => widthOf(font, part));
  const width = widthOf(font, text);
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
    ink: wrong ? 'bad' : 'warning',
    font,
    dim: false,
    corners: corners.map(({ x, y }) => ({
      x: Math.max(geometry.left + 2, Math.min(x, geometry.right - width)),
      y,
    })),
    width,
    reluctance: 0.2,
    mark: undefined,
  };
}
