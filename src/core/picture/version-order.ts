import type { Analysis } from '../analysis.ts';
import { gather } from './gather.ts';
import { ROW_FLAG, NONE, RESULT } from '../words/codes.ts';

/** The attempts among some that made a version, in the order of the versions. */
export interface VersionOrder {
  /** Positions among the rows that were asked for. */
  readonly entries: readonly number[];
  /** The version that each of them made, a cell of the scale; half a step above its read version if only that is known. */
  readonly version: Float64Array;
}

/**
 * The order of those of `rows` that made a version: successful writes that are no idempotent replays, and the timeouts
 * that bridge a hole of the chain. Ties keep the order of `rows`.
 */
export function versionOrder(analysis: Analysis, rows: ArrayLike<number>): VersionOrder {
  const made = new Float64Array(rows.length);
  const entries: number[] = [];
  let sorted = true;
  for (let entry = 0; entry < rows.length; entry++) {
    const version = (made[entry] = versionMade(analysis, rows[entry]!));
    if (version === NONE) continue;
    sorted &&= entries.length === 0 || made[entries[entries.length - 1]!]! <= version;
    entries.push(entry);
  }
  if (!sorted) entries.sort((a, b) => made[a]! - made[b]!);
  return { entries, version: gather(made, entries) };
}

/** The version that the row made, NONE if it made none. */
function versionMade({ history, rowFlags }: Analysis, row: number): number {
  const flags = rowFlags[row]!;
  const written = history.writeVersion[row]!;
  if (history.result[row] === RESULT.success) return flags & ROW_FLAG.idempotentReplay ? NONE : written;
  if (!(flags & ROW_FLAG.inChain)) return NONE;
  if (written !== NONE) return written;
  const read = history.readVersion[row]!;
  return read === NONE ? NONE : read + 0.5;
}
