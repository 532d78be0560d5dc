import type { History } from './history.ts';
import { clipped, clippedName } from '../words/printable.ts';
import { NONE, RESULT } from '../words/codes.ts';
import { count } from '../words/numbers.ts';

/** How what a row names is written in the view: printable, and short enough that no cell can flood a picture. */

/** No label is longer; the view that shows it cuts it further to what fits. */
const LABEL_LENGTH = 80;
/** A UUID fits. */
const VERSION_LENGTH = 40;

/** The text of a string column at a row, printable and clipped; '' where empty. */
export function nameAt(history: History, column: Int32Array, row: number): string {
  return nameOf(history, column[row] ?? NONE);
}

/** The interned string with this index, printable and clipped; '' for NONE. */
export function nameOf(history: History, index: number): string {
  return index === NONE ? '' : clippedName(history.strings.at(index) ?? '', LABEL_LENGTH);
}

/** `v3`, or a version that is no number as it is; '' for NONE. */
export function versionName({ versions }: History, cell: number): string {
  if (cell === NONE) return '';
  return versions.isOpaque(cell)
    ? clippedName(versions.text(cell), VERSION_LENGTH)
    : `v${versions.text(cell)}`;
}

/** `4 left`: the units that the row read; '' where it does not say. */
export function valueRead({ readValue }: History, row: number): string {
  return left(readValue[row]!);
}

/** `3 left`: the units that a confirmed write left; '' where the row does not say, or its write is not known to have been. */
export function valueWritten({ writeValue, result }: History, row: number): string {
  return result[row] === RESULT.success ? left(writeValue[row]!) : '';
}

function left(value: number): string {
  return Number.isNaN(value) ? '' : `${count(value)} left`;
}

/** `A · w1`: who asked and who handled it, as far as the trace says; else the request. */
export function attemptName(history: History, row: number): string {
  const names = [nameAt(history, history.clientId, row), nameAt(history, history.workerId, row)];
  return namesOnce(names) || nameAt(history, history.requestId, row);
}

/** The names that there are, each once: some traces call the client, its worker and its request the same. */
export function namesOnce(names: readonly string[]): string {
  return [...new Set(names)].filter((name) => name !== '').join(' · ');
}

/** A log's message where a line of source would stand: “sold”; '' where there is none. */
export function shortMessage(message: string | undefined): string {
  return message === undefined ? '' : `“${clipped(message, LABEL_LENGTH - 2)}”`;
}

/** `reservation.ts:31` of `…/src/reservation.ts:31:5`; a text that is no site comes back as it is, '' where there is none. */
export function shortSite(site: string | undefined): string {
  if (site === undefined) return '';
  const file = site.slice(Math.max(site.lastIndexOf('/'), site.lastIndexOf('\\')) + 1);
  return clipped(file.replace(/^(.*?:\d+):\d+$/s, '$1'), LABEL_LENGTH);
}
