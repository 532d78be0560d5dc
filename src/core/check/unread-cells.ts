import type { ColumnName } from '../history/history.ts';
import type { ReadingFacts } from '../history/run-facts.ts';
import { agreeing, counted } from '../words/numbers.ts';

/** What errors are found by; no other cell can change a verdict. */
const NEEDED = [
  'read_version',
  'write_version',
  'units',
  'read_value',
  'write_value',
] as const satisfies readonly ColumnName[];

/** Why cells that could not be read keep a verdict from being `ok`: a sentence for each column that checks need. */
export function unreadCellReasons({ unread }: ReadingFacts): readonly string[] {
  return NEEDED.flatMap((column) => {
    const cells = unread?.get(column)?.length ?? 0;
    const could = `could not be read: ${agreeing(cells, 'its', 'their')} content could change the verdict`;
    return cells === 0 ? [] : [`${counted(cells, 'cell')} of ${column} ${could}`];
  });
}
