import type { Analysis } from '../analysis.ts';
import type { Finding } from '../findings/finding.ts';
import { booksOf, booksTitle } from './books.ts';
import { claimOf } from './claim.ts';
import { findingName } from './finding-name.ts';
import { sideBySide } from './interleaving.ts';
import type { CodePath } from './model.ts';
import { count } from '../words/numbers.ts';
import { printable } from '../words/printable.ts';
import { replayOf } from './replay.ts';
import { findingAt, pictured } from '../picture/witness.ts';
import { witnessTable } from './witness-table.ts';

/** The code path of a finding: what happened, the proof, the steps side by side, the books. Undefined if there is none. */
export function codePath(analysis: Analysis, findingId: number): CodePath | undefined {
  const finding = findingAt(analysis, findingId);
  if (!finding) return undefined;
  const shown = pictured(analysis, finding);
  const table = witnessTable(analysis, shown);
  const { claim, proof } = claimOf(analysis, finding);
  const replay = replayOf(analysis, findingId);
  return {
    findingId,
    name: findingName(analysis, finding),
    hangsOn: 'hangsOn' in finding ? printable(finding.hangsOn) : '',
    level: finding.level,
    claim,
    proof: [proof, causeOf(analysis, finding, shown), hidden(shown, table.rows.length)]
      .filter((part) => part !== '')
      .join(' '),
    ...sideBySide(analysis, table, shown),
    // No attempt is to blame for certain.
    ...('hangsOn' in finding && { level: 'warning' }),
    books: booksOf(analysis, finding.key),
    booksTitle: booksTitle(analysis, finding.key),
    replay: printable(replay?.schedule ?? ''),
    explored: printable(replay?.explored?.name ?? ''),
  };
}

/** Why the steps of another finding are shown. */
function causeOf(analysis: Analysis, finding: Finding, shown: Finding): string {
  return shown === finding ? '' : `For example: ${claimOf(analysis, shown).claim}`;
}

function hidden({ rows }: Finding, shown: number): string {
  const more = new Set(rows).size - shown;
  return more > 0 ? `${count(more)} more of the attempts in between are not shown.` : '';
}
