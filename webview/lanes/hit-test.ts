import { barOf, isDim, signRadius, stepPoint, valueAt, type Placed } from './frame.ts';
import { HEADER_HEIGHT, LADDER_HEIGHT, LADDER_TOP } from './geometry.ts';
import { rungSpan } from './rung-span.ts';
import type { Step } from '../../src/core/words/terms.ts';

/** What lies under a point of the lanes. */
export type Hit =
  | { readonly kind: 'step'; readonly mark: number; readonly step: Step }
  | { readonly kind: 'bar'; readonly mark: number }
  | { readonly kind: 'rung'; readonly rung: number }
  | { readonly kind: 'bin'; readonly lane: number; readonly bin: number }
  | { readonly kind: 'lane'; readonly lane: number }
  | { readonly kind: 'idle' };

const STEPS: readonly Step[] = ['write', 'read', 'confirm'];

/** How far beside a sign a click still means it. */
const SLACK = 4;

/** Signs this close to each other are one to a person; then the write is meant before the read and the confirmation. */
const TOGETHER = 2;

/** What a person means by a point: a sign before a bar, the selected finding before others; null for empty ground. */
export function hitTest(placed: Placed, scroll: number, x: number, y: number, pinned = 0): Hit | null {
  if (y < HEADER_HEIGHT - 8) return hitRung(placed, x, y);
  const bodyY = y - HEADER_HEIGHT + (y - HEADER_HEIGHT < pinned ? 0 : scroll);
  const line = placed.geometry.lines.findIndex(({ top, height }) => bodyY >= top && bodyY < top + height);
  if (line < 0)
    return placed.index.idle.length > 0 && bodyY >= placed.geometry.idleTop ? { kind: 'idle' } : null;
  const { lane } = placed.index.lines[line]!;
  if (x < placed.geometry.left - 8) return { kind: 'lane', lane };
  return hitMark(placed, line, x, bodyY) ?? hitBin(placed, lane, x);
}

function hitRung(placed: Placed, x: number, y: number): Hit | null {
  if (y < LADDER_TOP || y > LADDER_TOP + LADDER_HEIGHT || x < placed.geometry.left) return null;
  const { ladder } = placed.slice;
  const at = (slack: number): number =>
    ladder.findLastIndex((rung) => {
      const [from, to] = rungSpan(placed, rung);
      return x >= from - slack && x < to + slack;
    });
  const rung = at(0) >= 0 ? at(0) : at(3);
  return rung < 0 ? null : { kind: 'rung', rung };
}

function hitMark(placed: Placed, line: number, x: number, y: number): Hit | null {
  const { barTop, barHeight } = placed.geometry.lines[line]!;
  if (y < barTop - SLACK || y > barTop + barHeight + SLACK) return null;
  const reach = signRadius(barHeight) + SLACK;
  let best: { hit: Hit; score: number } | null = null;
  const { length } = placed.slice.marks.row;
  for (let mark = 0; mark < length; mark++) {
    if (placed.index.lineOf[mark] !== line) continue;
    const bar = barOf(placed, mark);
    if (bar === undefined || x < bar.from - reach || x > bar.to + reach) continue;
    // The selected finding lies on top, so it is asked first.
    const behind = isDim(placed, mark) ? 1_000 : 0;
    for (const step of STEPS) {
      const at = stepPoint(placed, mark, step);
      const far = at === undefined ? Infinity : Math.abs(at.x - x);
      if (far <= reach && (best === null || far + behind < best.score - TOGETHER))
        best = { hit: { kind: 'step', mark, step }, score: far + behind };
    }
    if (x >= bar.from - 1 && x <= bar.to + 1 && (best === null || best.score > 100 + behind))
      best = { hit: { kind: 'bar', mark }, score: 100 + behind };
  }
  return best === null ? null : best.hit;
}

function hitBin(placed: Placed, lane: number, x: number): Hit | null {
  const { density, covers } = placed.slice;
  if (density === null) return null;
  const bin = Math.floor(((valueAt(placed, x) - covers[0]) / (covers[1] - covers[0])) * density.bins);
  if (bin < 0 || bin >= density.bins || density.count[lane * density.bins + bin] === 0) return null;
  return { kind: 'bin', lane, bin };
}
