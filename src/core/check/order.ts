import type { KeyAnalysis } from '../analysis.ts';
import type { History } from '../history/history.ts';
import { firstOf } from '../history/attempt-times.ts';
import { compareBy, sortRows, type Groups } from '../history/group.ts';

/** Sorts keys worst first: errors, then warnings, then attempts, then name. */
export function sortWorstFirst(history: History, keys: KeyAnalysis[]): KeyAnalysis[] {
  const name = (key: KeyAnalysis): string => history.strings.at(key.key) ?? '';
  return keys.sort(
    (a, b) =>
      b.errors - a.errors ||
      b.warnings - a.warnings ||
      b.to - b.from - (a.to - a.from) ||
      (name(a) < name(b) ? -1 : 1),
  );
}

/** The grouped rows with each group in the order of the earliest time of its attempts, then file order. */
export function rowsInTimeOrder(history: History, groups: Groups): Uint32Array {
  const rows = groups.rows.slice();
  const times = (['start_us', 'read_us', 'write_us', 'end_us'] as const).some((column) =>
    history.columns.has(column),
  );
  if (!times) return rows;
  const time = new Float64Array(history.size);
  for (let row = 0; row < time.length; row++) time[row] = firstOf(history, row);
  for (let group = 0; group + 1 < groups.from.length; group++)
    if (groups.from[group + 1]! > groups.from[group]! + 1)
      sortRows(
        rows.subarray(groups.from[group], groups.from[group + 1]),
        (a, b) => compareBy(time, a, b) || a - b,
      );
  return rows;
}
