import type { DensityBins, LaneSlice } from '../../src/core/index.ts';
import { SEVERITY } from '../../src/core/words/codes.ts';
import { inkColor, paintSign } from './paint-sign.ts';
import { extentOfMark } from './slice-index.ts';
import { laneColor, xOf, type Frame } from './frame.ts';
import { LANE_SIGNS, signOfBin, type LaneSign } from '../../src/core/words/lane-signs.ts';

interface Bar {
  readonly x: number;
  readonly tall: number;
  readonly contended: boolean;
}

/**
 * Draws the attempts of lanes that hold more of them than pixels: a histogram per lane, with what is wrong standing
 * out at full height. A finding never averages away: its bin has a sign of its own at any zoom.
 */
export function paintDensity(frame: Frame): void {
  const { slice, geometry, index, theme, context } = frame;
  const bins = slice.density;
  if (bins === null) return;
  const [from, to] = slice.covers;
  const start = xOf(frame, from);
  const width = (xOf(frame, to) - start) / bins.bins;
  const most = Math.max(
    1,
    bins.count.reduce((a, b) => Math.max(a, b), 0),
  );
  const marked = markedBins(frame.slice, bins);
  index.lanes.forEach(({ lane, first, end }) => {
    const top = geometry.lines[first]!.top + 3;
    const last = geometry.lines[end - 1]!;
    const height = last.top + last.height - top - 3;
    const signs: { x: number; worst: number }[] = [];
    const bars: Bar[] = [];
    for (let bin = 0; bin < bins.bins; bin++) {
      const entry = lane * bins.bins + bin;
      const count = bins.count[entry]!;
      const x = start + bin * width;
      if (count === 0 || x + width < geometry.left || x > geometry.right) continue;
      const worst = bins.worst[entry]!;
      // By the square root, so that a lone attempt is seen beside a burst.
      const tall = Math.max(2, height * 0.8 * Math.sqrt(count / most));
      bars.push({ x, tall, contended: worst === SEVERITY.contended });
      if (worst >= SEVERITY.warning && !marked.has(entry)) signs.push({ x: x + width / 2, worst });
    }
    context.globalAlpha = index.focus.size > 0 ? theme.dim : 0.75;
    // One rectangle at a time, grouped by colour: a path of ten thousand rectangles takes many times as long to fill.
    for (const contended of [false, true]) {
      context.fillStyle = contended ? theme.warning : laneColor(frame, lane);
      for (const bar of bars)
        if (bar.contended === contended)
          context.fillRect(bar.x, top + height - bar.tall, Math.max(0.75, width - 0.25), bar.tall);
    }
    paintWrong(frame, signs, top, height);
  });
  context.globalAlpha = 1;
}

/** Bins that an attempt touches which is drawn as a mark of its own: one finding needs no second sign. */
export function markedBins({ marks, covers }: LaneSlice, { bins }: DensityBins): ReadonlySet<number> {
  const perUnit = bins / (covers[1] - covers[0]);
  const marked = new Set<number>();
  for (let mark = 0; mark < marks.row.length; mark++) {
    const extent = extentOfMark(marks, mark);
    if (extent === undefined) continue;
    const [first, last] = extent.map((at) => Math.floor((at - covers[0]) * perUnit)) as [number, number];
    const from = Math.max(0, first);
    for (let bin = from; bin <= Math.min(bins - 1, last); bin++) marked.add(marks.lane[mark]! * bins + bin);
  }
  return marked;
}

function paintWrong(
  { context, theme, index }: Frame,
  signs: readonly { readonly x: number; readonly worst: number }[],
  top: number,
  height: number,
): void {
  // As faint as the signs of attempts that do not belong to the selected finding, for neither do these.
  context.globalAlpha = index.focus.size > 0 ? theme.dim : 1;
  let sealed = -Infinity;
  // Errors first, so that where signs would overlap the worse one is kept.
  for (const { x, worst } of [...signs].sort((a, b) => b.worst - a.worst || a.x - b.x)) {
    const name = signOfBin(worst);
    if (name === undefined) continue;
    const { ink }: LaneSign = LANE_SIGNS[name];
    const color = inkColor(theme, ink, theme.neutral);
    context.fillStyle = color;
    context.fillRect(x - 1, top, 2, height);
    if (Math.abs(x - sealed) < 10) continue;
    paintSign(context, name, { x, y: top + 6 }, 4, { ink: color, paper: theme.background });
    sealed = x;
  }
}
