import type { Analysis } from '../analysis.ts';
import { buildKeyIndex } from './key-index.ts';
import type { KeyIndex } from './key-index.ts';
import type { Axis, LaneBy } from '../words/terms.ts';

/** Indexes kept per analysis: going back and forth between two keys, two axes or two kinds of lanes costs nothing. */
const KEPT = 4;

const kept = new WeakMap<Analysis, KeyIndex[]>();

/**
 * The index of a key, lanes and axis for `laneSlice`. The last few are kept with the analysis, so ask for every slice. A
 * key that the trace does not have gives an empty one.
 */
export function indexKey(analysis: Analysis, keyId: number, laneBy: LaneBy, axis: Axis): KeyIndex {
  const indexes = kept.get(analysis) ?? [];
  const index =
    indexes.find((each) => each.keyId === keyId && each.laneBy === laneBy && each.axis === axis) ??
    buildKeyIndex(analysis, keyId, laneBy, axis);
  kept.set(analysis, [index, ...indexes.filter((each) => each !== index)].slice(0, KEPT));
  return index;
}

/** An index of the key on this axis, whatever its lanes: one that is kept, if any. */
export function indexOnAxis(analysis: Analysis, keyId: number, axis: Axis): KeyIndex {
  const known = kept.get(analysis)?.find((each) => each.keyId === keyId && each.axis === axis);
  return known ?? indexKey(analysis, keyId, 'worker', axis);
}
