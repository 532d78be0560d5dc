import { code, lines, md, table } from '../markdown/text.ts';
import { CHANGE_TEXT, placeText, type ComparisonModel } from './model.ts';

/** The comparison as Markdown. */
export function comparisonMarkdown({ before, after, answer, notes, ...of }: ComparisonModel): string {
  const findings = of.findings.map((each) => [
    CHANGE_TEXT[each.change],
    each.code,
    md(each.key),
    each.site === '' ? '' : code(placeText(each)),
    String(each.before),
    String(each.after),
  ]);
  const interval = `${(100 * of.comparison.figures.confidence).toFixed(0)} % interval`;
  const parts = [
    '# What changed?',
    lines(`- Before: ${md(before)}`, `- After: ${md(after)}`),
    `**${md(answer)}**`,
    ...notes.map(md),
    ...(findings.length === 0 ? [] : [table(['Change', 'Kind', 'Key', 'Line', 'Before', 'After'], findings)]),
    table(
      ['Figure', 'Before', 'After', 'After − before', interval, 'Reading'],
      of.figures.map((row) => row.map(md)),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}
