import type { Analysis } from '../analysis.ts';
import { indexOnAxis } from './key-index-cache.ts';
import type { KeyIndex } from './key-index.ts';
import { findingAt, pictured, shownRows } from './witness.ts';
import { NONE } from '../words/codes.ts';
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
  return { keyId, focus: stretchOf(index, shownRows(pictured(analysis, finding))) };
}

/** The key of an attempt and the stretch of its axis that shows it with room around; undefined if there is no such row. */
export function focusOfRow(analysis: Analysis, row: number, axis: Axis): Focus | undefined {
  const keyId = analysis.history.inventoryKey[row];
  if (keyId === undefined || keyId === NONE) return undefined;
  return { keyId, focus: stretchOf(indexOnAxis(analysis, keyId, axis), [row]) };
}

function stretchOf(index: KeyIndex, rows: readonly number[]): readonly [number, number] {
  const entries = rows.flatMap((row) => index.entryOf(row) ?? []);
  if (entries.length === 0) return index.extent;
  const from = Math.min(...entries.map((entry) => index.from[entry]!));
  const to = Math.max(...entries.map((entry) => index.to[entry]!));
  const room = Math.max(LEAST_ROOM[index.axis], (to - from) * ROOM);
  return [Math.max(index.extent[0], from - room), Math.min(index.extent[1], to + room)];
}
