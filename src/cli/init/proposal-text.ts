import { counted } from '../../core/words/numbers.ts';
import { clipped } from '../../core/words/printable.ts';
import type { Certainty, NothingToMap, Proposal, ProposedResult } from '../../ingest/guess/proposal.ts';
import type { Paint } from '../output/paint.ts';
import { tableText } from './table-text.ts';

/** Characters of a path, of a value and of a reason. */
const PATH = 40;
const VALUE = 40;
const REASON = 160;

const STYLE = { sure: 'green', likely: 'cyan', unsure: 'yellow' } as const satisfies Record<
  Certainty,
  string
>;

/** What a file would be read as: column by column, with how sure that is and why. */
export function proposalText(path: string, records: number, proposal: Proposal, paint: Paint): string {
  const { columns, results, attempts, notes } = proposal;
  const head = `${paint('bold', clipped(path, PATH * 3))}: ${counted(records, 'record')} looked at, ${counted(attempts.length, 'attempt')} found\n`;
  const rows = columns.flatMap(({ column, path: theirs, unit, certainty, because }) => [
    [
      column,
      clipped(theirs, PATH) + (unit === undefined ? '' : `@${unit}`),
      certainty,
      clipped(because, REASON),
    ],
    ...(column === 'result' ? results.map(resultRow) : []),
  ]);
  return [
    head,
    tableText(rows, (row, cell, text) =>
      cell === 2 && row[2] !== '' ? paint(STYLE[row[2] as Certainty], text) : text,
    ),
    `  ${filterText(records, proposal)}\n`,
    ...notes.map((note) => `  ${clipped(note, 2 * REASON)}\n`),
  ].join('');
}

function resultRow({ value, count, result, certainty, because }: ProposedResult): readonly string[] {
  const meaning = result ?? 'open';
  return [
    '',
    `  ${clipped(value, VALUE)} = ${meaning}`,
    certainty,
    `${because} (${counted(count, 'record')})`,
  ];
}

function filterText(records: number, { where, attempts }: Proposal): string {
  if (where === undefined) return 'Every record is an attempt.';
  const others = counted(records - attempts.length, 'other');
  const values = where.values?.map((value) => clipped(value, VALUE)).join(' or ') ?? 'any value';
  return `Attempts are the records with ${clipped(where.path, PATH)} = ${values}; ${others} are skipped.`;
}

/** Why nothing is mapped, and what to log. */
export function nothingText(path: string, records: number, { lacks }: NothingToMap, paint: Paint): string {
  const head = `${paint('bold', clipped(path, PATH * 3))}: ${counted(records, 'record')} looked at, nothing is mapped\n`;
  return head + lacks.map((lack) => `  ${lack}\n`).join('');
}
