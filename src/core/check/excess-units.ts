import { NONE, RESULT } from '../history/history.ts';
import type { History } from '../history/history.ts';
import type { Requests } from './requests.ts';

/**
 * Units taken beyond one per confirmed request, by key: the transitions of a request in their order, and the applied
 * timed-out attempts of a request that was confirmed by something else. `effects` has the units that each write really
 * took, so a second write that only undid the first takes nothing twice.
 */
export function excessUnitsByKey(
  history: History,
  requests: Requests,
  effects: Float64Array,
  lost: readonly number[],
): Map<number, number> {
  const byKey = new Map<number, number>();
  const add = (row: number, units: number): void => {
    const key = history.inventoryKey[row]!;
    if (units !== 0) byKey.set(key, (byKey.get(key) ?? 0) + units);
  };
  for (const transitions of requests.duplicates) {
    let taken = 0;
    for (const row of transitions) {
      const before = Math.max(0, taken - 1);
      taken += effects[row]!;
      add(row, Math.max(0, taken - 1) - before);
    }
  }
  if (lost.length === 0) return byKey;
  const confirmed = confirmedRequests(history);
  for (const row of lost) if (confirmed[history.requestId[row]!] === 1) add(row, Math.max(0, effects[row]!));
  return byKey;
}

function confirmedRequests(history: History): Uint8Array {
  const confirmed = new Uint8Array(history.strings.length);
  for (let row = 0; row < history.size; row++)
    if (history.result[row] === RESULT.success && history.requestId[row] !== NONE)
      confirmed[history.requestId[row]!] = 1;
  return confirmed;
}
