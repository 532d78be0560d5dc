import type { Rung } from '../../src/core/index.ts';
import { RUNG_SIGN } from '../../src/core/words/signs.ts';
import type { Theme } from '../theme/theme.ts';
import { xOf, type Frame, type Placed } from './frame.ts';
import { LADDER_HEIGHT, LADDER_TOP } from './geometry.ts';
import { inkColor } from './paint-sign.ts';
import { rungSpan } from './rung-span.ts';
import { fittingLabel } from './text.ts';
import type { RungStatus } from '../../src/core/words/terms.ts';

/** More edges than this would be a curtain: then only those of the selected finding run down through the lanes. */
const MOST_EDGES = 24;

function colorOf(theme: Theme, status: RungStatus): string {
  return inkColor(theme, RUNG_SIGN[status].ink, theme.neutral);
}

/** Draws the versions of the key as stretches, each with its label, the version that should not exist in red. */
export function paintLadder(frame: Frame): void {
  const { context, theme, slice } = frame;
  context.font = `11px ${theme.mono}`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  // Stale ones last: where a thousand versions share a pixel, the wrong one is the one that is seen.
  const rungs = [...slice.ladder].sort((a, b) => Number(a.status === 'stale') - Number(b.status === 'stale'));
  let painted = Number.NaN;
  for (const rung of rungs) {
    const [from, to] = rungSpan(frame, rung);
    if (to < from) continue;
    const pixel = Math.round(from);
    if (to - from < 1 && pixel === painted && rung.status !== 'stale') continue;
    painted = pixel;
    paintRung(frame, rung, from, Math.max(to, from + (rung.status === 'stale' ? 3 : 1)));
  }
}

function paintRung({ context, theme }: Frame, rung: Rung, from: number, to: number): void {
  const color = colorOf(theme, rung.status);
  const width = to - from;
  context.globalAlpha = theme.highContrast ? 0 : 0.22;
  context.fillStyle = color;
  context.fillRect(from, LADDER_TOP, width, LADDER_HEIGHT);
  context.globalAlpha = 1;
  context.strokeStyle = color;
  context.lineWidth = rung.status === 'stale' ? 2 : theme.outline;
  context.setLineDash(rung.status === 'bridged' ? [4, 3] : []);
  if (width >= 3) context.strokeRect(from + 0.5, LADDER_TOP + 0.5, width - 1, LADDER_HEIGHT - 1);
  else {
    // A thousand thin versions are one stretch of their colour, against which a wrong one stands out.
    context.globalAlpha = rung.status === 'stale' ? 1 : 0.45;
    context.fillStyle = color;
    context.fillRect(from, LADDER_TOP, width, LADDER_HEIGHT);
    context.globalAlpha = 1;
  }
  context.setLineDash([]);
  const text = fittingLabel(context, [rung.label, ...rung.shorter], width - 11);
  if (text === '') return;
  context.fillStyle = rung.status === 'stale' ? theme.errorText : theme.text;
  context.fillText(text, from + 8, LADDER_TOP + LADDER_HEIGHT / 2 + 0.5);
}

/** An edge between two versions that runs down through the lanes. */
interface Edge {
  readonly x: number;
  readonly status: RungStatus;
  readonly row: number;
}

/** The edges that are drawn: all in sight, or where they are too many those of the selected finding. */
export function ladderEdges(frame: Placed): readonly Edge[] {
  const { slice, index, geometry } = frame;
  const edges = slice.ladder
    .map(({ from, status, row }) => ({ x: Math.round(xOf(frame, from)) + 0.5, status, row }))
    .filter(({ x, status }) => status !== 'initial' && x >= geometry.left && x <= geometry.right);
  return edges.length <= MOST_EDGES ? edges : edges.filter(({ row }) => index.focus.has(row));
}

/** Draws the edges of the versions as dotted lines down through the lanes. */
export function paintLadderLines(frame: Frame): void {
  const { context, theme, index, geometry } = frame;
  context.lineWidth = 1.5;
  context.setLineDash([2, 3]);
  for (const { x, status, row } of ladderEdges(frame)) {
    context.globalAlpha = index.focus.size > 0 && !index.focus.has(row) ? theme.dim : 0.85;
    context.strokeStyle = colorOf(theme, status);
    context.beginPath();
    context.moveTo(x, LADDER_TOP + LADDER_HEIGHT);
    context.lineTo(x, geometry.height);
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
}
