import { counted } from '../../core/words/numbers.ts';
import { RESULT } from '../../core/words/codes.ts';
import type { ColumnName, History } from '../../core/history/history.ts';
import type { Proposal } from './proposal.ts';

/** Something that a trace lets the checker do, or does not; a sentence. */
export interface Checkable {
  readonly can: boolean;
  readonly words: string;
}

/** What can be checked in a log that is read by a proposal, and what not, with what would have to be logged. */
export function checkable({ columns }: Proposal, history: History): readonly Checkable[] {
  const pathOf = (column: ColumnName): string | undefined =>
    columns.find((each) => each.column === column)?.path;
  const [read, write] = [pathOf('read_version'), pathOf('write_version')];
  const successes = history.result.reduce((sum, result) => sum + Number(result === RESULT.success), 0);
  return [
    {
      can: successes > 0,
      words:
        successes > 0
          ? `Requests that were confirmed twice, among ${counted(successes, 'confirmation')}.`
          : 'No attempt is read as a success: say which result is one.',
    },
    read !== undefined && write !== undefined
      ? { can: true, words: `Writes on a stale version (lost updates), by ${read} and ${write}.` }
      : {
          can: false,
          words:
            'Not which write replaced which: log the version that was read and the one that was written.',
        },
    pathOf('end_us') === undefined
      ? { can: false, words: 'Not in which order it happened: log the time.' }
      : { can: true, words: 'When each attempt ended: the swimlane has an axis of time.' },
    {
      can: false,
      words:
        'Not the books, until the manifest beside the log says what there was before and after: race-trace books.',
    },
  ];
}
