import { barOf, laneColor, type Frame } from './frame.ts';
import { HEADER_HEIGHT, IDLE_HEIGHT, LADDER_HEIGHT, LADDER_TOP } from './geometry.ts';
import { arcsOf, paintArcs } from './paint-arcs.ts';
import { paintAxis, paintFaults } from './paint-axis.ts';
import { measuredCrowd } from './paint-crowd.ts';
import { paintBars } from './paint-bars.ts';
import { paintDensity } from './paint-density.ts';
import { paintLabels } from './paint-labels.ts';
import { paintLadder, paintLadderLines } from './paint-ladder.ts';
import { paintPointed, paintPointedRung, paintScrub } from './paint-pointed.ts';
import { paintSigns } from './paint-signs.ts';
import { counted } from '../../src/core/words/numbers.ts';
import { withoutFront } from '../../src/core/words/shared-front.ts';
import { fitMiddle } from './text.ts';

/** Draws the lanes: what stands still first, then the scrolled lanes below the header. */
export function paintLanes(frame: Frame): void {
  const { context, theme, geometry } = frame;
  const { width, height } = geometry;
  context.fillStyle = theme.background;
  context.fillRect(0, 0, width, height);
  paintAxis(frame);
  paintFaults(frame);
  paintLadder(frame);
  paintLadderLines(frame);
  paintPointedRung(frame);
  paintLadderName(frame);
  paintScrub(frame);
  const { pinned } = frame;
  paintBody(frame, { from: pinned, to: height });
  // What belongs to the finding stays where it is, and the others go by below it.
  if (pinned > 0) paintBody({ ...frame, scroll: 0 }, { from: 0, to: pinned });
}

/** Draws the lanes that are seen between two heights below the header. */
function paintBody(frame: Frame, { from, to }: { readonly from: number; readonly to: number }): void {
  const { context, geometry, scroll } = frame;
  const { width, height, left, right } = geometry;
  const above = from === 0 ? 8 : 0;
  context.save();
  context.beginPath();
  context.rect(0, HEADER_HEIGHT - above + from, width, to - from + above);
  context.clip();
  context.translate(0, HEADER_HEIGHT - scroll);
  paintGutter(frame);
  paintIdle(frame);
  context.save();
  context.beginPath();
  context.rect(left - 8, scroll - 8, right - left + 20, height);
  context.clip();
  paintDensity(frame);
  paintBars(frame);
  const arcs = arcsOf(frame);
  const crowd = measuredCrowd(frame);
  paintArcs(frame, arcs);
  paintSigns(frame, crowd);
  paintLit(frame);
  paintPointed(frame);
  paintCursor(frame);
  paintLabels(frame, arcs, crowd);
  context.restore();
  context.restore();
}

/** One line for all lanes in which nothing happens here. */
function paintIdle({ context, theme, slice, geometry, index }: Frame): void {
  if (index.idle.length === 0) return;
  context.globalAlpha = 0.6;
  context.fillStyle = theme.grid;
  context.fillRect(0, Math.round(geometry.idleTop), geometry.right, 1);
  context.globalAlpha = 1;
  context.font = `11px ${theme.font}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillStyle = theme.muted;
  const text = `${counted(index.idle.length, slice.request.laneBy)} idle here`;
  context.fillText(text, 10, geometry.idleTop + IDLE_HEIGHT / 2);
}

function paintLadderName({ context, theme, geometry, slice }: Frame): void {
  const middle = LADDER_TOP + LADDER_HEIGHT / 2;
  paintTwoLines(context, theme, ['version', `of ${slice.keyName}`], middle, geometry.left - 16, 1);
}

/** Names of the lanes at the left, faint where a lane has no part in the selected finding. */
function paintGutter(frame: Frame): void {
  const { context, theme, slice, geometry, index } = frame;
  index.lanes.forEach(({ lane, first, end, focus: inFocus }, i) => {
    const { label: whole, sublabel } = slice.lanes[lane]!;
    const label = withoutFront(whole, slice.front);
    const lines = geometry.lines.slice(first, end);
    const line = lines[index.lines.slice(first, end).findIndex((one) => one.focus)];
    const focus = index.focus.size === 0 || inFocus;
    const room = geometry.left - 16;
    const last = lines.at(-1)!;
    const two = last.top + last.height - lines[0]!.top >= 30;
    context.fillStyle = laneColor(frame, lane);
    context.globalAlpha = focus ? 1 : theme.dim;
    context.fillRect(2, lines[0]!.barTop, 3, last.barTop + last.barHeight - lines[0]!.barTop);
    context.fillStyle = theme.grid;
    context.globalAlpha = 0.6;
    if (i > 0) context.fillRect(0, Math.round(lines[0]!.top), geometry.right, 1);
    // Beside the selected bar, else in the middle of the lane.
    const middle =
      line === undefined ? (lines[0]!.top + last.top + last.height) / 2 : line.barTop + line.barHeight / 2;
    paintTwoLines(
      context,
      theme,
      two ? [label, sublabel] : [label, ''],
      middle,
      room,
      focus ? 1 : theme.dimText,
    );
  });
  context.globalAlpha = 1;
}

function paintTwoLines(
  context: CanvasRenderingContext2D,
  theme: Frame['theme'],
  [first, second]: readonly [string, string],
  middle: number,
  room: number,
  alpha: number,
): void {
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.globalAlpha = alpha;
  context.font = `600 12px ${theme.font}`;
  context.fillStyle = theme.text;
  context.fillText(fitMiddle(context, first, room), 10, second === '' ? middle : middle - 7);
  context.font = `11px ${theme.font}`;
  context.fillStyle = theme.muted;
  context.fillText(fitMiddle(context, second, room), 10, middle + 8);
  context.globalAlpha = 1;
}

/** Frames around the attempts that are searched for. */
function paintLit(frame: Frame): void {
  const { context, theme, slice } = frame;
  context.strokeStyle = theme.focus;
  context.lineWidth = 1.5;
  for (let mark = 0; mark < slice.marks.row.length; mark++) {
    const bar = slice.marks.lit[mark] === 0 ? undefined : barOf(frame, mark);
    if (bar !== undefined)
      context.strokeRect(bar.from - 2.5, bar.top - 2.5, bar.to - bar.from + 5, bar.height + 5);
  }
}

function paintCursor(frame: Frame): void {
  const { context, theme, index, cursorRow } = frame;
  const mark = index.markOf.get(cursorRow);
  const bar = mark === undefined ? undefined : barOf(frame, mark);
  if (bar === undefined) return;
  context.strokeStyle = theme.focus;
  context.lineWidth = 2;
  context.strokeRect(bar.from - 4, bar.top - 4, bar.to - bar.from + 8, bar.height + 8);
}
