import { NONE, RESULTS } from '../words/codes.ts';
import type { History } from '../history/history.ts';
import { versionName } from '../history/names.ts';
import { ownUnits } from '../history/own-units.ts';
import { unitsChanged } from '../words/numbers.ts';
import { linePlace } from '../history/trace-file.ts';
import { printable, printableName } from '../words/printable.ts';

/** How sentences call attempts, requests and versions; all of it printable. */

/** What the offending attempt is called: by its client, else its worker, else its request; all if others share the name. */
export function offender(history: History, rows: readonly number[]): string {
  return nameBeside(history, rows[0]!, rows[1]);
}

/** What the witness at `index` is called, told apart from the offending attempt. */
export function witness(history: History, rows: readonly number[], index: number): string {
  return nameBeside(history, rows[index]!, rows[0]);
}

/** What an attempt is called, told apart from the row `besides` where both would be called the same. */
export function nameBeside(history: History, row: number, besides: number | undefined): string {
  const called = attemptName(history, row);
  if (besides === undefined || attemptName(history, besides) !== called) return called;
  const request = textAt(history, history.requestId, row);
  const line = printable(linePlace(history, row));
  const sameRequest = history.requestId[row] === history.requestId[besides];
  return `${called} (${sameRequest ? line : request})`;
}

/** The result that an attempt was told: `conflict`. */
export function told(history: History, row: number): string {
  return RESULTS[history.result[row]!] ?? 'a refusal';
}

/** Why an error of absence is only possible where rows are known to be missing, for the reason given; '' where they are not. */
export function absentWrite(missing: string, whose: 'the' | 'its'): string {
  return missing === '' ? '' : `the row of ${whose} write may be among those that are missing: ${missing}`;
}

/** `v1→v2`. */
export function step(history: History, row: number): string {
  return `${version(history, history.readVersion[row])}→${version(history, history.writeVersion[row])}`;
}

/** `v3`. */
export function version(history: History, cell: number | undefined): string {
  return versionName(history, cell ?? NONE) || 'an unknown version';
}

/** ` (4 units)` or ` (2 units back)` of an attempt that changes other than one unit; else ''. */
export function ofUnits(history: History, row: number): string {
  const units = unitsChanged(ownUnits(history, row));
  return units === '' ? '' : ` (${units})`;
}

/** The text of a string column at a row. */
export function textAt(history: History, column: Int32Array, row: number): string {
  return text(history, column[row]!);
}

/** The interned string with this index. */
export function text(history: History, index: number): string {
  return printableName(history.strings.at(index) ?? '');
}

function attemptName(history: History, row: number): string {
  for (const column of [history.clientId, history.workerId, history.requestId])
    if (column[row] !== NONE) return textAt(history, column, row);
  return printable(linePlace(history, row));
}
