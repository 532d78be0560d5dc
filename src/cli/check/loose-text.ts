import { count } from '../../core/words/numbers.ts';
import { LOOSENESSES } from '../../ingest/cells/loosenesses.ts';

/** What was read although it is written otherwise than the format says: a line for each way, with its count. */
export function looseLines(loosely: Readonly<Record<string, number>> = {}): readonly string[] {
  return Object.entries(LOOSENESSES).flatMap(([name, words]) =>
    loosely[name] === undefined ? [] : [`${count(loosely[name]).padStart(8)}  ${words}`],
  );
}
