import type { KeyIndex } from './key-index.ts';
import type { DensityBins } from './model.ts';
import type { TrackRange, Window } from './window.ts';
import { SEVERITY } from '../words/codes.ts';

export interface Density {
  readonly bins: DensityBins;
  /** The worst flagged entry that begins in each lane and bin: as many as can be told apart. */
  readonly flagged: readonly number[];
}

const LEVELS = 4;

/**
 * How many attempts touch each bin and how bad the worst is. Every attempt is counted in all bins that it touches, at the
 * cost of two: counts go up where it begins and down behind where it ends, and are summed at last.
 */
export function densityOf(index: KeyIndex, ranges: readonly TrackRange[], window: Window): Density {
  const { bins, binWidth, covers } = window;
  const stride = bins + 1;
  const size = index.lanes.length * stride;
  const changes = new Int32Array(LEVELS * size);
  const worstEntry = new Map<number, number>();
  const found = new Uint32Array(index.lanes.length * bins);
  const warned = new Uint32Array(index.lanes.length * bins);
  const { from, to, severity } = index;
  const [left] = covers;
  const perUnit = 1 / binWidth;
  for (const { lane, begin, finish } of ranges)
    for (let entry = begin; entry < finish; entry++) {
      if (to[entry]! < left) continue;
      const level = severity[entry]!;
      const at = lane * stride + binAt((from[entry]! - left) * perUnit, bins);
      changes[level * size + at]!++;
      changes[level * size + lane * stride + binAt((to[entry]! - left) * perUnit, bins) + 1]!--;
      if (level < SEVERITY.warning) continue;
      if (from[entry]! >= left) {
        const begun = level === SEVERITY.error ? found : warned;
        begun[lane * bins + binAt((from[entry]! - left) * perUnit, bins)]!++;
      }
      const rival = worstEntry.get(at);
      if (rival === undefined || severity[rival]! < level) worstEntry.set(at, entry);
    }
  return {
    bins: { ...summed(changes, index.lanes.length, bins), found, warned },
    flagged: [...worstEntry.values()],
  };
}

function binAt(place: number, bins: number): number {
  if (place <= 0) return 0;
  return place < bins ? place | 0 : bins - 1;
}

function summed(changes: Int32Array, lanes: number, bins: number): Omit<DensityBins, 'found' | 'warned'> {
  const [count, contended, wrong] = [0, 1, 2].map(() => new Uint32Array(lanes * bins)) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  const worst = new Uint8Array(lanes * bins);
  for (let level = 0; level < LEVELS; level++)
    for (let lane = 0; lane < lanes; lane++) {
      const line = (level * lanes + lane) * (bins + 1);
      let under = 0;
      for (let bin = 0; bin < bins; bin++) {
        under += changes[line + bin]!;
        if (under === 0) continue;
        count[lane * bins + bin]! += under;
        if (level === SEVERITY.contended) contended[lane * bins + bin]! += under;
        if (level >= SEVERITY.warning) wrong[lane * bins + bin]! += under;
        worst[lane * bins + bin] = level;
      }
    }
  return { bins, count, contended, wrong, worst };
}
