import type { Stretch } from '../state.ts';

/** The brush on the overview, in CSS pixels of its strip. */
export interface Brush {
  readonly from: number;
  readonly to: number;
}

/** What a drag that began at a pixel does: move the brush, pull one of its edges, or draw a new one. */
export type Grip = 'move' | 'from' | 'to' | 'new';

/** Narrower brushes are drawn this wide: 5 ms of a 10-minute run would be a hundredth of a pixel. */
const LEAST = 8;
const EDGE = 5;

/** Where the brush is drawn for a visible stretch. */
export function brushOf(view: Stretch, whole: Stretch, width: number): Brush {
  const scale = width / (whole[1] - whole[0]);
  const [from, to] = [(view[0] - whole[0]) * scale, (view[1] - whole[0]) * scale];
  const middle = Math.min(Math.max((from + to) / 2, 0), width);
  const half = Math.max(LEAST, Math.min(to, width) - Math.max(from, 0)) / 2;
  if (to - from > LEAST) return { from: Math.max(0, from), to: Math.min(width, to) };
  return { from: Math.max(0, middle - half), to: Math.min(width, middle + half) };
}

/** What a press at `x` takes hold of. */
export function gripAt(brush: Brush, x: number): Grip {
  const wide = brush.to - brush.from > 4 * EDGE;
  if (wide && Math.abs(x - brush.from) <= EDGE) return 'from';
  if (wide && Math.abs(x - brush.to) <= EDGE) return 'to';
  return x >= brush.from - EDGE && x <= brush.to + EDGE ? 'move' : 'new';
}

/** The stretch after a drag from one pixel to another, both within a strip of `width` that shows `whole`. */
export function dragged(
  grip: Grip,
  view: Stretch,
  whole: Stretch,
  width: number,
  pixels: { readonly from: number; readonly to: number },
): Stretch {
  const unit = (whole[1] - whole[0]) / width;
  const by = (pixels.to - pixels.from) * unit;
  const at = (x: number): number => whole[0] + x * unit;
  switch (grip) {
    case 'move':
      return [view[0] + by, view[1] + by];
    case 'from':
      return [Math.min(view[0] + by, view[1] - unit), view[1]];
    case 'to':
      return [view[0], Math.max(view[1] + by, view[0] + unit)];
    case 'new':
      return [at(Math.min(pixels.from, pixels.to)), at(Math.max(pixels.from, pixels.to, pixels.from + 1))];
  }
}
