import { area, curveMonotoneX, line, max, scaleLinear } from 'd3';
import type { FaultBand, Overview } from '../../src/core/index.ts';
import { LEVEL_CODE, SEVERITY } from '../../src/core/words/codes.ts';
import { paintSign } from '../lanes/paint-sign.ts';
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
  /** Per bin, 1 where an attempt begins that is searched for; empty where nothing is. */
  readonly lit: Uint8Array;
}

/** Room above the density for the heads of the findings. */
const HEAD = 10;

/** Draws the whole run: how many attempts, how slow, where faults were, where each finding lies, and the brush. */
export function paintOverview(frame: OverviewFrame): void {
  const { context, theme, width, height } = frame;
  context.globalAlpha = 1;
  context.fillStyle = theme.background;
  context.fillRect(0, 0, width, height);
  paintFaultTints(frame);
  paintBars(frame);
  paintFaultEdges(frame);
  paintP99(frame);
  paintLit(frame);
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

function paintFaultTints({ context, theme, overview, width, height }: OverviewFrame): void {
  context.fillStyle = theme.warning;
  context.globalAlpha = theme.highContrast ? 0 : 0.18;
  for (const band of overview.faults) {
    const { x, wide } = bandOf(band, overview, width);
    context.fillRect(x, HEAD, wide, height);
  }
}

/** In front of the bars, which hide it where they are tall; without a tint the edges carry the shape. */
function paintFaultEdges({ context, theme, overview, width, height }: OverviewFrame): void {
  context.fillStyle = theme.warning;
  context.globalAlpha = theme.highContrast ? 1 : 0.8;
  for (const band of overview.faults) {
    const { x, wide } = bandOf(band, overview, width);
    context.fillRect(x, height - 4, wide, 3);
    if (theme.highContrast) for (const edge of [x, x + wide - 1]) context.fillRect(edge, HEAD, 1, height);
  }
}

/** Where the attempts lie that are searched for. */
function paintLit({ context, theme, width, height, lit }: OverviewFrame): void {
  const wide = width / Math.max(1, lit.length);
  context.fillStyle = theme.focus;
  lit.forEach((isLit, bin) => {
    if (isLit === 0) return;
    context.globalAlpha = theme.highContrast ? 0 : 0.35;
    context.fillRect(bin * wide, HEAD, Math.max(2, wide), height);
    context.globalAlpha = 1;
    context.fillRect(bin * wide, HEAD, Math.max(2, wide), 3);
  });
}

function bandOf({ from, to }: FaultBand, overview: Overview, width: number): { x: number; wide: number } {
  const x = overviewX(overview, width, from);
  return { x, wide: Math.max(2, overviewX(overview, width, to) - x) };
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
      if (count === 0 || worst[bin]! >= SEVERITY.contended !== contended) return;
      const tall = Math.max(1.5, y(count));
      context.rect(bin * wide, height - tall, Math.max(least, wide - 0.25), tall);
    });
    context.fill();
  }
}

function paintP99({ context, theme, overview, width, height }: OverviewFrame): void {
  const { p99Ms } = overview;
  if (!hasLatency(overview)) return;
  const most = max(p99Ms.filter((_, bin) => hasPercentile(overview, bin))) ?? 0;
  const bins = [...p99Ms.keys()];
  const y = scaleLinear([0, most], [height - 3, HEAD + 3]);
  const x = (bin: number): number => ((bin + 0.5) / p99Ms.length) * width;
  const defined = (bin: number): boolean => hasPercentile(overview, bin);
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
  context.lineWidth = 1.25;
  context.beginPath();
  line<number>(x, (bin) => y(p99Ms[bin]!))
    .defined(defined)
    .curve(curveMonotoneX)
    .context(context)(bins);
  context.stroke();
}

/** A percentile of a single value is that value: no line goes through it. */
function hasPercentile({ p99Ms, density }: Overview, bin: number): boolean {
  return Number.isFinite(p99Ms[bin]) && density[bin]! > 1;
}

/** Whether there is a line of latency to draw: two neighbours that it joins. */
export function hasLatency(overview: Overview): boolean {
  return overview.p99Ms.some((_, bin) => hasPercentile(overview, bin) && hasPercentile(overview, bin + 1));
}

/** More ticks than this would be a curtain before what lies behind them, so then they are short. */
const MOST_TALL = 60;
/** More diamonds than this would cover each other. */
const MOST_SIGNS = 150;

/** One tick per finding, whatever the zoom: errors above warnings above notes, the selected one on top. */
function paintFindings({ context, theme, overview, width, height, selected }: OverviewFrame): void {
  const { findingAt, findingId, findingLevel } = overview;
  const colors = [theme.error, theme.warning, theme.neutral];
  const order = [...findingAt.keys()].sort((a, b) => findingLevel[b]! - findingLevel[a]!);
  const many = order.length > MOST_TALL;
  const wide = many ? 1 : 2;
  context.globalAlpha = 1;
  for (const i of order) {
    const x = Math.round(overviewX(overview, width, findingAt[i]!));
    const color = colors[findingLevel[i]!] ?? theme.neutral;
    const error = findingLevel[i] === LEVEL_CODE.error;
    context.fillStyle = color;
    const top = error ? 2 : many ? HEAD / 2 : HEAD;
    context.fillRect(x - (error ? wide / 2 : 0.5), top, error ? wide : 1, many ? HEAD - top : height);
    if (error && order.length <= MOST_SIGNS)
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
