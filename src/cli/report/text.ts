import { ANSWER } from '../../report/answer.ts';
import type { Cell } from '../../report/document/block.ts';
import { documentOf } from '../../report/document/document.ts';
import type { Report } from '../../report/model/model.ts';
import type { Paint } from '../output/paint.ts';
import { shown } from '../output/shown.ts';

const STYLE = { blocked: 'red', undecided: 'yellow', canary: 'yellow', release: 'green' } as const;

/** The decision, why, and the table, for people; of a `quiet` report only the decision. */
export function reportText(made: Report, paths: readonly string[], quiet: boolean, paint: Paint): string {
  const { decision } = made.decision;
  const { table: figures, tableNote, warning, summary } = documentOf(made, undefined);
  const [word, meaning] = ANSWER[decision];
  const head = `${paint(STYLE[decision], word.toUpperCase())}  ${paint('bold', made.variant)}: ${meaning}`;
  if (quiet) return `${head}\n`;
  const rows = figures.rows.map((row) => row.map(plain));
  const all = [figures.columns.map(({ head }) => head), ...rows];
  const widths = figures.columns.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const table = all.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd(),
  );
  return [
    head,
    ...summary.flatMap(({ title, sentences }) => [
      '',
      title,
      ...sentences.map((sentence) => `  ${sentence}`),
    ]),
    ...(warning === '' ? [] : ['', paint('yellow', warning)]),
    '',
    ...table,
    ...(tableNote === '' ? [] : [`  ${tableNote}`]),
    '',
    ...paths.map((path) => `report  ${shown(path)}`),
    '',
  ].join('\n');
}

/** A cell of the figures as a terminal shows it: the sign alone of what the word says, brackets for what is struck out. */
function plain(cell: Cell): string {
  if (typeof cell === 'string') return cell;
  if (!('as' in cell)) return '';
  if (cell.as === 'tag') return cell.sign;
  return cell.as === 'struck' ? `(${cell.text})` : cell.text;
}
