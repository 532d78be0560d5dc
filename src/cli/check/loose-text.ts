import { count } from '../../core/words/numbers.ts';
import type { Analysis } from '../../core/index.ts';
import { clipped } from '../../core/words/printable.ts';
import { LOOSENESSES } from '../../ingest/cells/loosenesses.ts';

/** What was read although it is written otherwise than the format says: a line for each way, with its count. */
export function looseLines(loosely: Readonly<Record<string, number>> = {}): readonly string[] {
  return Object.entries(LOOSENESSES).flatMap(([name, words]) =>
    loosely[name] === undefined ? [] : [`${count(loosely[name]).padStart(8)}  ${words}`],
  );
}

/** The records that are no attempts: a line for each thing that sorted some out, with its count. */
export function skippedLines({ leftOut = {} }: Analysis['reading']): readonly string[] {
  return Object.entries(leftOut).map(
    ([by, lines]) =>
      `${count(lines).padStart(8)}  ${lines === 1 ? 'line' : 'lines'} skipped by ${clipped(by, 160)}`,
  );
}
