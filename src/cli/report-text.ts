import { ANSWER } from '../report/answer.ts';
import { limitText, metricText } from '../report/figures.ts';
import type { Report } from '../report/model.ts';
import type { Paint } from './paint.ts';
import { shown } from './shown.ts';

const STYLE = { blocked: 'red', undecided: 'yellow', canary: 'yellow', release: 'green' } as const;
const MARK = { pass: '✓', fail: '✗', missing: '?', invalid: '?', reported: '·' } as const;

/** The decision, why, and the table, for people; of a `quiet` report only the decision. */
export function reportText(made: Report, paths: readonly string[], quiet: boolean, paint: Paint): string {
  const { decision, reasons } = made.decision;
  const [word, meaning] = ANSWER[decision];
  const head = `${paint(STYLE[decision], word.toUpperCase())}  ${paint('bold', made.variant)}: ${meaning}`;
  if (quiet) return `${head}\n`;
  const telling = reasons.filter(({ level }) => level === reasons[0]?.level);
  const rows = made.table.map((row) => [
    row.metric,
    ...(made.before === undefined ? [] : [metricText(row.metric, row.before, row.unit)]),
    metricText(row.metric, row.after, row.unit),
    limitText(row),
    MARK[row.status],
  ]);
  const titles = [
    '',
    ...(made.before === undefined ? [] : [made.before.variant]),
    made.variant,
    'criterion',
    '',
  ];
  const all = [titles, ...rows];
  const widths = titles.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const table = all.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd(),
  );
  return [
    head,
    ...telling.map(({ text }) => `  ${text}`),
    '',
    ...table,
    '',
    ...paths.map((path) => `report  ${shown(path)}`),
    '',
  ].join('\n');
}
