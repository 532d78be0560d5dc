import type { Block, Cell, Inline, Table } from '../document/block.ts';
import { documentOf } from '../document/document.ts';
import { findingPlace } from '../finding-place.ts';
import { bullets, code, lines, md, table } from './text.ts';
import type { Report } from '../model/model.ts';

/**
 * The report as Markdown: everything that is not a plot, from the same blocks as the HTML. All of it is text to whatever
 * renders it. @param digest SHA-256 of `report.json`; undefined where there is no such file
 */
export function reportMarkdown(report: Report, digest?: string): string {
  const { question, about, answer, summary, warning, tableNote, basis, sections, ...of } = documentOf(
    report,
    digest,
  );
  const [word, meaning] = answer;
  const parts = [
    `# ${md(question)}`,
    md(about),
    `**${word.toUpperCase()}: ${md(meaning)}**`,
    ...summary.map(({ title, sentences }) => lines(md(title), ...bullets(sentences))),
    ...(warning === '' ? [] : [`**${md(warning)}**`]),
    tableText(report, of.table),
    ...(tableNote === '' ? [] : [md(tableNote)]),
    ...basis.flatMap((block) => blockText(report, block, 2)),
    ...sections.flatMap(({ title, blocks }) => [
      `## ${md(title)}`,
      ...blocks.flatMap((block) => blockText(report, block, 3)),
    ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** A block as paragraphs; `depth` is that of a heading in it. */
function blockText(report: Report, block: Block, depth: number): readonly string[] {
  switch (block.kind) {
    case 'text':
      return [block.tone === 'claim' ? `**${cellText(report, block.text)}**` : cellText(report, block.text)];
    case 'heading':
      return [`${'#'.repeat(depth)} ${md(block.text)}`];
    case 'list':
      return [
        block.items
          .map((item, index) => `${block.ordered ? `${index + 1}.` : '-'} ${cellText(report, item)}`)
          .join('\n'),
      ];
    case 'table':
      return [tableText(report, block.table)];
    case 'source':
      return [block.lines.map(({ text }) => `- ${code(text)}`).join('\n')];
    // A swimlane is the table before it, drawn; what the others say in words is their caption.
    case 'figure':
      return block.figure.plot.of === 'popularity' ? [md(block.figure.caption)] : [];
    case 'form':
      return [table(block.fields, [block.fields.map(() => '')])];
    case 'details': {
      const inner = block.blocks.flatMap((each) => blockText(report, each, depth + 1));
      // Nothing but plots: there is nothing to have a heading.
      return inner.length === 0 ? [] : [`${'#'.repeat(depth)} ${md(block.summary)}`, ...inner];
    }
  }
}

function tableText(report: Report, { columns, rows, caption }: Table): string {
  const text = table(
    columns.map(({ head }) => md(head)),
    rows.map((row) => row.map((cell) => cellText(report, cell))),
  );
  return caption === undefined ? text : `${text}\n\n${md(caption)}`;
}

function cellText(report: Report, cell: Cell): string {
  if (typeof cell === 'object' && 'items' in cell) return cell.items.map(md).join('; ');
  return Array.isArray(cell)
    ? (cell as readonly Inline[]).map((each) => inlineText(report, each)).join('')
    : inlineText(report, cell as Inline);
}

function inlineText({ findings }: Report, inline: Inline): string {
  if (typeof inline === 'string') return md(inline);
  if ('finding' in inline) {
    const line = findings[inline.finding];
    return line === undefined ? '' : md(findingPlace(line));
  }
  const { text, as } = inline;
  switch (as) {
    case 'code':
    case 'hash':
      return text === '' ? '' : code(text);
    case 'struck':
      return `~~${md(text)}~~`;
    case 'strong':
      return `**${md(text.trim())}**${text.endsWith(' ') ? ' ' : ''}`;
    default:
      return md(text);
  }
}
