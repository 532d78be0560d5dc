import type { Analysis } from '../analysis.ts';
import { indexOnAxis } from './key-index-cache.ts';
import { findingAt, pictured, shownRows } from './witness.ts';
import type { Axis } from '../words/terms.ts';

/** Room on each side of what is focused, as a share of it. */
const ROOM = 0.4;
/** The least room: microseconds, or ranks. */
const LEAST_ROOM = { time: 50, order: 2 } as const;

export interface Focus {
  readonly keyId: number;
  readonly focus: readonly [number, number];
}

/**
 * The key of a finding and the stretch of its axis that shows the finding's attempts with room around; the whole key where
 * it has none. Undefined if there is no such finding.
 */
export function focusOf(analysis: Analysis, findingId: number, axis: Axis): Focus | undefined {
  const finding = findingAt(analysis, findingId);
  if (!finding) return undefined;
  const keyId = finding.key;
  const index = indexOnAxis(analysis, keyId, axis);
  const entries = shownRows(pictured(analysis, finding)).flatMap((row) => index.entryOf(row) ?? []);
  if (entries.length === 0) return { keyId, focus: index.extent };
  const from = Math.min(...entries.map((entry) => index.from[entry]!));
  const to = Math.max(...entries.map((entry) => index.to[entry]!));
  const room = Math.max(LEAST_ROOM[axis], (to - from) * ROOM);
  return { keyId, focus: [Math.max(index.extent[0], from - room), Math.min(index.extent[1], to + room)] };
}
