import { endOf, firstOf } from '../history/attempt-times.ts';
import { NONE } from '../words/codes.ts';
import type { History } from '../history/history.ts';
import type { Requests } from '../worlds/requests.ts';

/** More moments at which a key may have begun anew than this are not looked at. */
const MOST_BIRTHS = 100;

/**
 * The moments at which a key began anew, in the order of time: a write that began after a higher version was confirmed and
 * whose base is below every base read before. `writes` are the key's, in the order of their versions.
 */
export function birthsOf(
  history: History,
  requests: Requests,
  writes: Uint32Array,
  rows: Uint32Array,
): number[] {
  const { readVersion, writeVersion } = history;
  let confirmed = Infinity;
  const candidates: number[] = [];
  let above = Infinity;
  for (let index = writes.length - 1; index >= 0; index--) {
    const row = writes[index]!;
    const next = writes[index + 1];
    if (next !== undefined && writeVersion[next]! > writeVersion[row]!)
      confirmed = Math.min(confirmed, above);
    const teller = requests.teller[row]!;
    const base = readVersion[requests.maker[row]!]!;
    if (base !== NONE && base < writeVersion[row]! && firstOf(history, requests.maker[row]!) > confirmed)
      candidates.push(row);
    const end = teller === NONE ? NaN : endOf(history, teller);
    if (end < above) above = end;
  }
  if (candidates.length === 0 || candidates.length > MOST_BIRTHS) return [];
  const births = candidates.filter((row) => isLowest(history, requests, row, rows));
  return births.map((row) => firstOf(history, requests.maker[row]!)).sort((a, b) => a - b);
}

function isLowest(history: History, requests: Requests, row: number, rows: Uint32Array): boolean {
  const maker = requests.maker[row]!;
  const [base, begun] = [history.readVersion[maker]!, firstOf(history, maker)];
  return rows.every((other) => {
    const read = history.readVersion[other]!;
    return (
      other === maker || other === row || read === NONE || read > base || !(firstOf(history, other) < begun)
    );
  });
}

/** Rows by the epoch that they began in; those without a time are in the first. */
export function splitByEpoch(history: History, rows: Uint32Array, births: readonly number[]): Uint32Array[] {
  const epochOf = (row: number): number => births.filter((birth) => firstOf(history, row) >= birth).length;
  return Array.from({ length: births.length + 1 }, (_, epoch) =>
    rows.filter((row) => epochOf(row) === epoch),
  );
}
