import { styleSheet } from '../html/style.ts';
import { Html, markup, type Part } from '../html/template.ts';
import { CHANGE_TEXT, placeText, type ComparisonModel } from './model.ts';

/** The comparison in VS Code's webview, with buttons that lead to the swimlanes and the source. */
export function comparisonPage(
  model: ComparisonModel,
  { nonce, scriptUri }: { readonly nonce: string; readonly scriptUri: string },
): string {
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  const style = new Html(`<style nonce="${nonce}">${styleSheet('webview')}</style>`);
  const { before, after, answer, notes } = model;
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <title>Comparison of two traces</title>
        ${style}
      </head>
      <body>
        <header class="top">
          <h1>What changed?</h1>
          <p class="muted small">Before: ${before}<br />After: ${after}</p>
          <p class="toolbar">
            <button type="button" class="link" data-open="side-by-side">Open both swimlanes side by side</button>
            <button type="button" class="link" data-open="swap">Swap before and after</button>
            <button type="button" class="link" data-open="save">Save the comparison…</button>
          </p>
        </header>
        <main>
          <p class="answer"><strong>${answer}</strong></p>
          ${notes.map((note) => markup`<p class="muted small">${note}</p>`)}
          <section aria-labelledby="findings"><h2 id="findings">Findings</h2>${findingsTable(model)}</section>
          <section aria-labelledby="figures"><h2 id="figures">Figures</h2>${figuresTable(model)}</section>
        </main>
        <script nonce="${nonce}" src="${scriptUri}"></script>
      </body>
    </html> `;
  return page.toString();
}

function findingsTable({ findings }: ComparisonModel): Html {
  if (findings.length === 0) return markup`<p>The same in both traces.</p>`;
  const tone = { new: 'bad', more: 'bad', moved: 'warn', fewer: 'good', gone: 'good' } as const;
  return tableOf(
    'Findings that differ',
    ['Change', 'Kind', 'Key', 'Line', 'Before', 'After', 'Open'],
    findings.map((each, id) => [
      markup`<span class="${tone[each.change]}">${CHANGE_TEXT[each.change]}</span>`,
      each.code.replaceAll('-', ' '),
      each.key,
      placeText(each),
      each.before,
      each.after,
      markup`<button type="button" class="link" data-open="trace" data-finding="${id}">Open in the swimlane</button>${
        each.site !== '' &&
        markup` <button type="button" class="link" data-open="source" data-finding="${id}">Open ${each.site}</button>`
      }`,
    ]),
  );
}

function figuresTable({ figures, comparison }: ComparisonModel): Html {
  const interval = `${(100 * comparison.figures.confidence).toFixed(0)} % interval`;
  return tableOf(
    'Differences of figures',
    ['Figure', 'Before', 'After', 'After − before', interval, 'Reading'],
    figures,
  );
}

function tableOf(name: string, heads: readonly string[], rows: readonly (readonly Part[])[]): Html {
  return markup`<div class="scroll" role="region" aria-label="Table: ${name}" tabindex="0"><table>
    <thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead>
    <tbody>${rows.map(
      ([first, ...others]) =>
        markup`<tr><th scope="row" class="name">${first}</th>${others.map((each) => markup`<td>${each}</td>`)}</tr>`,
    )}</tbody>
  </table></div>`;
}
