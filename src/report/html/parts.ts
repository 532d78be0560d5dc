import type { FindingLine, Report } from '../model.ts';
import type { Target } from './style.ts';
import { markup, type Html, type Part } from './template.ts';

/** What the sections of a report are made with. */
export interface Making {
  readonly report: Report;
  readonly target: Target;
}

export interface Column {
  readonly head: string;
  readonly numeric?: boolean;
}

export interface Row {
  /** The first cell is the row's head. */
  readonly cells: readonly Part[];
  readonly kind?: string;
}

/** A table that scrolls by itself where it is too wide; reached by the keyboard, as what scrolls must be. */
export function table(
  name: string,
  columns: readonly Column[],
  rows: readonly Row[],
  caption?: string,
): Html {
  const kindOf = (index: number) => (columns[index]?.numeric ? 'num' : '');
  return markup`<div class="scroll" role="region" aria-label="Table: ${name}" tabindex="0">
    <table>
      ${
        caption !== undefined &&
        markup`<caption>
          ${caption}
        </caption>`
      }
      <thead>
        <tr>
          ${columns.map(({ head }, index) => markup`<th scope="col" class="${kindOf(index)}">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ cells, kind = '' }) =>
            markup`<tr class="${kind}">
              ${cells.map((cell, index) =>
                index === 0
                  ? markup`<th scope="row">${cell}</th>`
                  : markup`<td class="${kindOf(index)}">${cell}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A plot with what it shows; it scrolls by itself where the window is narrow. */
export function figure(caption: Part, plot: Html, name: string): Html {
  return markup`<figure>
    <figcaption>${caption}</figcaption>
    <div class="scroll" role="region" aria-label="Figure: ${name}" tabindex="0">${plot}</div>
  </figure>`;
}

export function list(items: readonly Part[]): Html {
  return markup`<ul>
    ${items.map((item) => markup`<li>${item}</li>`)}
  </ul>`;
}

export function section(id: string, title: string, content: readonly Part[]): Html {
  return markup`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${content}
  </section>`;
}

/** The way from a finding to the swimlane and to the source: buttons where they lead somewhere, else the places. */
export function findingLinks({ target }: Making, line: FindingLine, id: number): Html {
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
  const rows = line.lines.length === 0 ? '' : `line ${line.lines.join(', ')} of the trace`;
  const site = line.site === '' ? '' : line.site;
  return markup`<span class="muted small">${[rows, site].filter((part) => part !== '').join(' · ')}</span>`;
}

/** A word with the colour and sign of what it means. */
export function tag(kind: 'good' | 'bad' | 'warn' | 'muted', text: string): Html {
  return markup`<span class="tag ${kind}">${text}</span>`;
}
