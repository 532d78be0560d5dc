import { area, curveMonotoneX, line, max, scaleLinear } from 'd3';
import type { Overview } from '../../src/core/view/model.ts';
import { LEVEL_CODE, WORST } from '../codes.ts';
import { paintSign } from '../lanes/paint-signs.ts';
import type { Theme } from '../theme/theme.ts';
import type { Brush } from './brush.ts';

export interface OverviewFrame {
  readonly context: CanvasRenderingContext2D;
  readonly theme: Theme;
  readonly overview: Overview;
  readonly width: number;
  readonly height: number;
  readonly brush: Brush | null;
  readonly selected: number | null;
}

/** Room above the density for the heads of the findings. */
const HEAD = 10;

/** Draws the whole run: how many attempts, how slow, where faults were, where each finding lies, and the brush. */
export function paintOverview(frame: OverviewFrame): void {
  const { context, theme, width, height } = frame;
  context.globalAlpha = 1;
  context.fillStyle = theme.background;
  context.fillRect(0, 0, width, height);
  paintFaultBands(frame);
  paintBars(frame);
  paintP99(frame);
  paintFindings(frame);
  paintBrush(frame);
  context.globalAlpha = 1;
  context.fillStyle = theme.grid;
  context.fillRect(0, height - 1, width, 1);
}

/** Pixel of a position of the whole run. */
export function overviewX(overview: Overview, width: number, at: number): number {
  return ((at - overview.from) / Math.max(overview.to - overview.from, 1e-9)) * width;
}

function paintFaultBands({ context, theme, overview, width, height }: OverviewFrame): void {
  for (const { from, to } of overview.faults) {
    const x = overviewX(overview, width, from);
    const wide = Math.max(2, overviewX(overview, width, to) - x);
    context.fillStyle = theme.warning;
    context.globalAlpha = theme.highContrast ? 0 : 0.18;
    context.fillRect(x, HEAD, wide, height);
    context.globalAlpha = 0.8;
    context.fillRect(x, height - 3, wide, 3);
  }
}

function paintBars({ context, theme, overview, width, height }: OverviewFrame): void {
  const { density, worst } = overview;
  const y = scaleLinear([0, max(density) ?? 1], [0, height - HEAD - 4]);
  const wide = width / density.length;
  // A handful of attempts in a thousand bins would be hairlines.
  const least = density.filter((count) => count > 0).length < width / 8 ? 3 : 1;
  context.fillStyle = theme.neutral;
  for (const contended of [false, true]) {
    context.globalAlpha = contended || theme.highContrast ? 1 : 0.5;
    context.beginPath();
    density.forEach((count, bin) => {
      // What is a finding is a tick of its own; here the bars only say where attempts got in each other's way.
      if (count === 0 || worst[bin]! >= WORST.contended !== contended) return;
      const tall = Math.max(1.5, y(count));
      context.rect(bin * wide, height - tall, Math.max(least, wide - 0.25), tall);
    });
    context.fill();
  }
}

function paintP99({ context, theme, overview, width, height }: OverviewFrame): void {
  const { p99Ms } = overview;
  const most = max(p99Ms) ?? 0;
  if (!(most > 0)) return;
  const bins = [...p99Ms.keys()];
  const y = scaleLinear([0, most], [height - 3, HEAD + 3]);
  const x = (bin: number): number => ((bin + 0.5) / p99Ms.length) * width;
  const defined = (bin: number): boolean => Number.isFinite(p99Ms[bin]!);
  context.globalAlpha = theme.highContrast ? 0 : 0.08;
  context.fillStyle = theme.warning;
  context.beginPath();
  area<number>(x, height, (bin) => y(p99Ms[bin]!))
    .defined(defined)
    .curve(curveMonotoneX)
    .context(context)(bins);
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = theme.warning;
  context.lineWidth = lineWidth(p99Ms);
  context.lineCap = 'round';
  context.beginPath();
  line<number>(x, (bin) => y(p99Ms[bin]!))
    .defined(defined)
    .curve(curveMonotoneX)
    .context(context)(bins);
  context.stroke();
  context.lineCap = 'butt';
}

/** Width of the line; where values stand alone the round caps make dots of them, which need to be seen. */
function lineWidth(p99Ms: Float32Array): number {
  const alone = p99Ms.every((value, i) => Number.isNaN(value) || Number.isNaN(p99Ms[i + 1] ?? Number.NaN));
  return alone ? 4 : 1.25;
}

/** One tick per finding, whatever the zoom: errors above warnings above notes, the selected one on top. */
function paintFindings({ context, theme, overview, width, height, selected }: OverviewFrame): void {
  const { findingAt, findingId, findingLevel } = overview;
  const colors = [theme.error, theme.warning, theme.neutral];
  const order = [...findingAt.keys()].sort((a, b) => findingLevel[b]! - findingLevel[a]!);
  // Many ticks are hairlines, so that what lies behind them is seen too.
  const wide = order.length > 60 ? 1 : 2;
  context.globalAlpha = 1;
  for (const i of order) {
    const x = Math.round(overviewX(overview, width, findingAt[i]!));
    const color = colors[findingLevel[i]!] ?? theme.neutral;
    const error = findingLevel[i] === LEVEL_CODE.error;
    context.fillStyle = color;
    context.fillRect(x - (error ? wide / 2 : 0.5), error ? 4 : HEAD, error ? wide : 1, height);
    if (error && order.length <= 400)
      paintSign(context, 'stale-write', { x, y: 6 }, 3.5, { ink: color, paper: theme.background });
  }
  const at = selected === null ? -1 : findingId.indexOf(selected);
  if (at < 0) return;
  const x = overviewX(overview, width, findingAt[at]!);
  context.fillStyle = theme.text;
  context.fillRect(x - 1, 0, 2, height);
  paintSign(context, 'stale-write', { x, y: 6 }, 5, { ink: theme.text, paper: theme.background });
}

function paintBrush({ context, theme, brush, width, height }: OverviewFrame): void {
  // A brush over everything says nothing, and its tint would only dull the colours.
  if (brush === null || brush.to - brush.from > width - 2) return;
  const { from, to } = brush;
  context.globalAlpha = theme.highContrast ? 0 : 0.25;
  context.fillStyle = theme.brush;
  context.fillRect(from, 0, to - from, height);
  context.globalAlpha = 1;
  context.strokeStyle = theme.brush;
  context.lineWidth = theme.highContrast ? 2 : 1.5;
  context.strokeRect(from + 0.75, 0.75, Math.max(1, to - from - 1.5), height - 1.5);
}
