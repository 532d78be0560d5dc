import { countBelow, countUpTo } from '../history/count-up-to.ts';
import type { KeyIndex } from './key-index.ts';
import type { LaneRequest } from './model.ts';

/** What a slice covers, on a grid of bins. */
export interface Window {
  /** Left and right edge of what the slice covers: multiples of `binWidth`. */
  readonly covers: readonly [number, number];
  /** A power of two, two to four pixels wide: the grid stays where it is under a pan. */
  readonly binWidth: number;
  readonly bins: number;
  /** Width of `covers` in pixels. */
  readonly widthPx: number;
}

/** Entries of one track that touch a window: from `begin` up to `finish`. */
export interface TrackRange {
  readonly lane: number;
  readonly begin: number;
  readonly finish: number;
}

const MOST_PX = 16_384;
const FEWEST_PX = 100;
/** A window is never narrower than this share of the key, beyond which doubles could not tell its edges apart. */
const NARROWEST = 2 ** -40;

/** The window for a request: what is visible and half as much again on both sides, within the key's extent. */
export function windowOf({ extent }: KeyIndex, request: LaneRequest): Window {
  const [first, last] = extent;
  const [from, to] = visible(extent, request);
  const px = Math.min(MOST_PX, Math.max(FEWEST_PX, Math.round(request.widthPx) || FEWEST_PX));
  const perPx = (to - from) / px;
  const binWidth = 2 ** Math.floor(Math.log2(4 * perPx));
  const reach = (to - from) / 2;
  const left = Math.floor(Math.max(first, from - reach) / binWidth) * binWidth;
  const right = Math.ceil(Math.min(last, to + reach) / binWidth) * binWidth;
  return {
    covers: [left, right],
    binWidth,
    bins: Math.max(1, Math.round((right - left) / binWidth)),
    widthPx: (right - left) / perPx,
  };
}

/** The visible stretch, moved and cut to the extent; all of it where the request does not say. */
function visible([first, last]: readonly [number, number], request: LaneRequest): [number, number] {
  const { from = first, to = last } = request;
  if (!Number.isFinite(from) || !Number.isFinite(to)) return [first, last];
  const span = Math.min(last - first, Math.max((last - first) * NARROWEST, to - from));
  const left = Math.min(last - span, Math.max(first, from));
  return [left, left + span];
}

/** Of every track the entries that touch the window; an entry among them that ends before it is left to the caller. */
export function rangesIn(index: KeyIndex, [left, right]: readonly [number, number]): TrackRange[] {
  const ranges: TrackRange[] = [];
  for (const { lane, begin, finish } of index.tracks) {
    const first = countBelow(index.reach, left, begin, finish);
    const end = countUpTo(index.from, right, first, finish);
    if (first < end) ranges.push({ lane, begin: first, finish: end });
  }
  return ranges;
}
