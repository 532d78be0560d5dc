import type { Block, Cell, Figure, Inline, Table } from '../document/block.ts';
import { findingPlace } from '../finding-place.ts';
import type { FindingLine, Report } from '../model/model.ts';
import { curvePlot } from './curve-plot.ts';
import { overTimePlot } from './over-time-plot.ts';
import { proseLinks } from './prose-links.ts';
import { popularityPlot } from './popularity-plot.ts';
import type { Target } from './style.ts';
import { swimlanePicture } from './swimlane-picture.ts';
import { markup, type Html, type Part } from './template.ts';

/** What a report is made with. */
export interface Making {
  readonly report: Report;
  readonly target: Target;
}

/** Blocks of a document as markup. */
export function blocks(making: Making, of: readonly Block[]): readonly Html[] {
  return of.map((block) => blockOf(making, block));
}

function blockOf(making: Making, block: Block): Html {
  switch (block.kind) {
    case 'text':
      return markup`<p class="${block.tone ?? ''}">${cell(making, block.text)}</p>`;
    case 'heading':
      return markup`<h3>${block.text}</h3>`;
    case 'list': {
      const items = block.items.map((item) => markup`<li>${cell(making, item)}</li>`);
      return block.ordered ? markup`<ol>${items}</ol>` : markup`<ul>${items}</ul>`;
    }
    case 'table':
      return table(making, block.table);
    case 'source':
      return markup`<pre>${block.lines.map(
        ({ text, bad }) => markup`<span class="${bad ? 'bad' : ''}">${text}</span><br />`,
      )}</pre>`;
    case 'figure':
      return figure(making, block.figure);
    case 'form':
      return markup`<dl class="form">${block.fields.map((field) => markup`<div><dt>${field}</dt><dd></dd></div>`)}</dl>`;
    case 'details':
      return markup`<details class="${block.onPaper ? 'paper' : ''}"><summary>${block.summary}</summary>${blocks(making, block.blocks)}</details>`;
  }
}

/** Rows of a table with a caption, such as an interleaving, that is not parted between two pages. */
const SHORT = 12;

/** A table that scrolls by itself where it is too wide; reached by the keyboard, as what scrolls must be. */
export function table(making: Making, { name, columns, rows, caption }: Table): Html {
  const kindOf = (index: number) => (columns[index]?.numeric ? 'num' : columns[index]?.label ? 'name' : '');
  const body = rows.map(
    (cells) =>
      markup`<tr>${cells.map((each, index) =>
        index === 0
          ? markup`<th scope="row" class="${kindOf(index)}">${cell(making, each)}</th>`
          : markup`<td class="${kindOf(index)}">${cell(making, each)}</td>`,
      )}</tr>`,
  );
  return markup`<div class="scroll ${caption !== undefined && rows.length <= SHORT ? 'short' : ''}" role="region" aria-label="Table: ${name}" tabindex="0"><table>
    ${caption !== undefined && markup`<caption>${caption}</caption>`}
    <thead><tr>${columns.map(({ head }, index) => markup`<th scope="col" class="${kindOf(index)}">${head}</th>`)}</tr></thead>
    <tbody>${body}</tbody>
  </table></div>`;
}

function figure({ report }: Making, { name, caption, plot }: Figure): Html {
  const drawn = drawingOf(report, plot);
  return markup`<figure>
    <figcaption>${caption}</figcaption>
    <div class="scroll" role="region" aria-label="Figure: ${name}" tabindex="0">${drawn}</div>
  </figure>`;
}

function drawingOf(report: Report, plot: Figure['plot']): Part {
  switch (plot.of) {
    case 'swimlane':
      return report.race && swimlanePicture(report.race);
    case 'percentiles':
      return curvePlot(report.latency, report.limits.p99LatencyMs);
    case 'over time':
      return overTimePlot(report.overTime[plot.at]!, report.limits);
    case 'popularity':
      return popularityPlot(report.popularity[plot.at]!);
  }
}

function cell(making: Making, of: Cell): Part {
  if (typeof of === 'object' && 'items' in of)
    return of.items.length === 0
      ? '·'
      : markup`<ul>${of.items.map((item) => markup`<li>${prose(making, item)}</li>`)}</ul>`;
  return Array.isArray(of)
    ? (of as readonly Inline[]).map((each) => inline(making, each))
    : inline(making, of as Inline);
}

function inline(making: Making, of: Inline): Part {
  if (typeof of === 'string') return prose(making, of);
  if ('finding' in of) {
    const line = making.report.findings[of.finding];
    return line && findingLinks(making, line, of.finding);
  }
  const { text, as, tone = '' } = of;
  switch (as) {
    case 'code':
      // A line may end before a flag and not between its hyphens and its name.
      return markup`<code>${text
        .split(/(--[\w-]+)/)
        .map((part, index) => (index % 2 === 1 ? markup`<span class="flag">${part}</span>` : part))}</code>`;
    case 'hash':
      // In halves, so that it breaks once and not everywhere.
      return markup`<code class="hash">${text.slice(0, 32)}<wbr />${text.slice(32)}</code>`;
    case 'struck':
      return markup`<s class="muted">${text}</s>`;
    case 'strong':
      return markup`<strong class="${tone}">${text}</strong>`;
    case 'tag':
      return markup`<span class="tag ${tone}">${of.sign} <span class="word">${text}</span></span>`;
    default:
      return markup`<span class="${tone}">${prose(making, text)}</span>`;
  }
}

/** Text within a sentence or a cell; in VS Code the lines of source that it names are links. */
export function prose({ target, report }: Making, text: string): Part {
  return target === 'webview' ? proseLinks(text, report.findings) : text;
}

/** The way from a finding to the swimlane and to the source: buttons where they lead somewhere, else the places. */
function findingLinks({ target }: Making, line: FindingLine, id: number): Html {
  if (target === 'webview')
    return markup`<span class="toolbar"
      ><button type="button" class="link" data-open="trace" data-finding="${id}">Open in the swimlane</button
      >${
        line.site !== '' &&
        markup`<button type="button" class="link" data-open="source" data-finding="${id}">
          Open ${line.site}
        </button>`
      }</span
    >`;
  return markup`<span class="muted small">${findingPlace(line)}</span>`;
}
