import { endOf, startOf } from '../history/attempt-times.ts';
import { countUpTo } from '../history/count-up-to.ts';
import { NONE } from '../words/codes.ts';
import type { History } from '../history/history.ts';
import type { Requests } from '../worlds/requests.ts';

/** More moments at which a key may have begun anew than this are not looked at. */
const MOST_BIRTHS = 100;

/**
 * The moments at which a key began anew, in the order of time: a write that began after a higher version was confirmed and
 * whose base is below every base read before that; or a write that made a version below its base. `writes` are the key's,
 * in the order of their versions.
 */
export function birthsOf(
  history: History,
  requests: Requests,
  writes: Uint32Array,
  rows: Uint32Array,
): number[] {
  const { readVersion, writeVersion, writeUs } = history;
  let confirmed = Infinity;
  const candidates: Candidate[] = [];
  const linksDown: number[] = [];
  let above = Infinity;
  for (let index = writes.length - 1; index >= 0; index--) {
    const row = writes[index]!;
    const next = writes[index + 1];
    if (next !== undefined && writeVersion[next]! > writeVersion[row]!)
      confirmed = Math.min(confirmed, above);
    const teller = requests.teller[row]!;
    const maker = requests.maker[row]!;
    const base = readVersion[maker]!;
    if (base > writeVersion[row]!)
      linksDown.push(known(writeUs[maker]!, momentOf(history, maker) + AFTER_US));
    else if (base !== NONE && base < writeVersion[row]! && beganAt(history, maker) > confirmed)
      candidates.push({ maker, confirmed });
    const end = teller === NONE ? NaN : endOf(history, teller);
    if (end < above) above = end;
  }
  if (candidates.length + linksDown.length > MOST_BIRTHS) return [];
  const births = candidates.filter((each) => isLowest(history, each, rows));
  return [...births.map(({ maker }) => momentOf(history, maker)), ...linksDown]
    .filter((moment) => !Number.isNaN(moment))
    .sort((a, b) => a - b);
}

/** A write that says no time came after its own read, which belongs to what was before. */
const AFTER_US = 0.5;

/** The attempt of a write that may have begun a key anew, and when a higher version had been confirmed. */
interface Candidate {
  readonly maker: number;
  readonly confirmed: number;
}

/** Whether no attempt that began before the higher version was confirmed had read the base, or an earlier version. */
function isLowest(history: History, { maker, confirmed }: Candidate, rows: Uint32Array): boolean {
  const base = history.readVersion[maker]!;
  return rows.every((other) => {
    const read = history.readVersion[other]!;
    return other === maker || read === NONE || read > base || !(beganAt(history, other) <= confirmed);
  });
}

/** When an attempt began, or read, if nothing says when it began; its answer alone says neither. */
function beganAt(history: History, row: number): number {
  return known(startOf(history, row), history.readUs[row]!);
}

/** When an attempt met the record: when it read, else when it began or wrote. */
function momentOf(history: History, row: number): number {
  return known(history.readUs[row]!, known(startOf(history, row), history.writeUs[row]!));
}

function known(moment: number, otherwise: number): number {
  return Number.isNaN(moment) ? otherwise : moment;
}

/** Rows by the epoch in which they met the record; those without a time are in the first. */
export function splitByEpoch(history: History, rows: Uint32Array, births: readonly number[]): Uint32Array[] {
  const epochs: number[][] = Array.from({ length: births.length + 1 }, () => []);
  for (const row of rows) {
    const moment = momentOf(history, row);
    epochs[Number.isNaN(moment) ? 0 : countUpTo(births, moment)]!.push(row);
  }
  return epochs.map((of) => Uint32Array.from(of));
}
