import { ROW_FLAG } from '../../src/core/words/codes.ts';
import { barOf, isDim, markColor, xOf, type Frame } from './frame.ts';

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Rectangles that are filled and outlined alike, so that thousands of bars are a few strokes. */
interface Batch {
  readonly fill: string;
  readonly edge: string;
  readonly dim: boolean;
  readonly dashed: boolean;
  readonly heavy: boolean;
  readonly rects: Rect[];
}

/** Bars of at most this many pixels have no outline: it would be all that is seen. */
const NARROW = 5;

/** The flags that a bar shows. */
const DRAWN_FLAGS = ROW_FLAG.error | ROW_FLAG.warning | ROW_FLAG.idempotentReplay;

/** Draws the bars of all visible marks: queueing dark, service in the lane's colour, what is wrong outlined in red. */
export function paintBars(frame: Frame): void {
  const { theme, slice, geometry } = frame;
  const queues: Record<'dim' | 'full', Rect[]> = { dim: [], full: [] };
  const batches = new Map<number, Batch>();
  for (let mark = 0; mark < slice.marks.row.length; mark++) {
    const bar = barOf(frame, mark);
    if (bar === undefined) continue;
    const { from, to, top, height } = bar;
    const service = slice.marks.service[mark]!;
    const begin = Number.isFinite(service) ? Math.min(Math.max(xOf(frame, service), from), to) : from;
    const dim = isDim(frame, mark);
    if (begin - from > 0.5) queues[dim ? 'dim' : 'full'].push(clipped(from, begin, top, height, geometry));
    const flags = slice.marks.flags[mark]! & DRAWN_FLAGS;
    // Everything that tells batches apart, in one number: this runs for every attempt in every frame.
    const key = (frame.index.markHue[mark]! * 2 + Number(dim)) * 256 + flags;
    let batch = batches.get(key);
    if (batch === undefined) batches.set(key, (batch = batchOf(frame, mark, dim)));
    batch.rects.push(clipped(begin, Math.max(to, begin + 2), top, height, geometry));
  }
  for (const kind of ['dim', 'full'] as const)
    paintQueues(frame, queues[kind], kind === 'dim' ? theme.dim : 1);
  // Faint ones first, outlined ones last: what belongs to the finding is never covered.
  const order = [...batches.values()].sort((a, b) => rank(a) - rank(b));
  for (const batch of order) paintBatch(frame, batch);
  frame.context.globalAlpha = 1;
}

function rank({ dim, heavy }: Batch): number {
  return (dim ? 0 : 2) + (heavy ? 1 : 0);
}

/** Canvas coordinates far outside lose precision at deep zoom, so a bar ends just outside the plot. */
function clipped(
  from: number,
  to: number,
  y: number,
  height: number,
  { left, right }: { left: number; right: number },
): Rect {
  const x = Math.max(from, left - 4);
  return { x, y, width: Math.max(1, Math.min(to, right + 4) - x), height };
}

function batchOf(frame: Frame, mark: number, dim: boolean): Batch {
  const { theme, slice } = frame;
  const flags = slice.marks.flags[mark]!;
  const lane = markColor(frame, mark);
  const heavy = (flags & (ROW_FLAG.error | ROW_FLAG.warning)) !== 0;
  return {
    fill: lane,
    edge:
      (flags & ROW_FLAG.error) !== 0 ? theme.error : (flags & ROW_FLAG.warning) !== 0 ? theme.warning : lane,
    dim,
    dashed: (flags & ROW_FLAG.idempotentReplay) !== 0,
    heavy,
    rects: [],
  };
}

function paintQueues({ context, theme }: Frame, rects: readonly Rect[], alpha: number): void {
  context.globalAlpha = alpha;
  context.fillStyle = theme.queue;
  context.beginPath();
  for (const { x, y, width, height } of rects) context.rect(x, y, width, height);
  context.fill();
  if (!theme.highContrast) return;
  context.strokeStyle = theme.muted;
  context.lineWidth = 1;
  context.stroke();
}

/** Rectangles one by one, for a path of thousands takes many times as long to fill; narrow ones are fill alone. */
function paintBatch({ context, theme }: Frame, batch: Batch): void {
  const alpha = batch.dim ? theme.dim : 1;
  context.globalAlpha = alpha * theme.tint;
  context.fillStyle = batch.fill;
  for (const { x, y, width, height } of batch.rects)
    if (width > NARROW) context.fillRect(x, y, width, height);
  context.globalAlpha = alpha * (theme.highContrast ? 1 : 0.6);
  context.fillStyle = batch.edge;
  for (const { x, y, width, height } of batch.rects)
    if (width <= NARROW) context.fillRect(x, y, width, height);
  context.globalAlpha = alpha;
  context.lineWidth = batch.heavy ? theme.outline + 0.75 : theme.outline;
  context.strokeStyle = batch.edge;
  context.setLineDash(batch.dashed ? [5, 3] : []);
  for (const { x, y, width, height } of batch.rects)
    if (width > NARROW) context.strokeRect(x, y + 0.5, width, height - 1);
  context.setLineDash([]);
}
