import { clipped } from '../../core/words/printable.ts';
import { documentOf, type Document } from '../document/document.ts';
import type { Report } from '../model/model.ts';
import { blocks, prose, table, type Making } from './blocks.ts';
import { styleSheet } from './style.ts';
import { Html, markup } from './template.ts';

/** What VS Code's webview needs around the report. */
export interface WebviewParts {
  readonly nonce: string;
  readonly scriptUri: string;
}

/**
 * The report as one file for a browser or a printer: no script, nothing loaded, and a policy that lets only its own style
 * in. `sha256` is the base64 hash of a text; `digest` that of `report.json`, in hexadecimal digits, for who signs.
 */
export function reportPage(report: Report, sha256: (text: string) => string, digest?: string): string {
  const style = styleSheet('page');
  const policy = `default-src 'none'; style-src 'sha256-${sha256(style)}'; base-uri 'none'; form-action 'none'`;
  const making = { report, target: 'page' } as const;
  return pageOf(making, documentOf(report, digest), policy, [styleElement('', style), markup``]);
}

/** The report in VS Code's webview: in the colours of the theme, and with buttons that lead to swimlane and source. */
export function reportForWebview(report: Report, { nonce, scriptUri }: WebviewParts): string {
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  return pageOf({ report, target: 'webview' }, documentOf(report, undefined), policy, [
    styleElement(nonce, styleSheet('webview')),
    markup`<script nonce="${nonce}" src="${scriptUri}"></script>`,
  ]);
}

/** Built apart from the templates: the hash is of exactly this text, and not one space may come to it. */
function styleElement(nonce: string, style: string): Html {
  return new Html(`<style${nonce === '' ? '' : ` nonce="${nonce}"`}>${style}</style>`);
}

function pageOf(
  making: Making,
  of: Document,
  policy: string,
  [style, script]: readonly [style: Html, script: Html],
): string {
  const { report, target } = making;
  const title = `Validation report: ${clipped(report.name, 80)} (${clipped(report.variant, 40)})`;
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${style}
      </head>
      <body>
        <header class="top">
          <h1>${of.question}</h1>
          <p class="muted small">
            ${of.about}${
              target === 'webview' &&
              markup` · <button type="button" class="link" data-open="save">Save the report…</button>${
                report.before !== undefined &&
                markup` · <button type="button" class="link" data-open="compare">Compare the traces…</button>`
              }`
            }
          </p>
        </header>
        <main>
          ${banner(making, of)}
          <section class="first" aria-label="${of.table.name}">
            ${table(making, of.table)} ${of.tableNote !== '' && markup`<p class="muted small">${of.tableNote}</p>`}
          </section>
          <nav aria-label="Contents">
            <ul>
              ${of.sections.map(({ id, title: name }) => markup`<li><a href="#${id}">${name}</a></li>`)}
            </ul>
          </nav>
          ${blocks(making, of.basis)}
          ${of.sections.map(
            ({ id, title: name, blocks: content }) =>
              markup`<section id="${id}" aria-labelledby="${id}-title">
                <h2 id="${id}-title">${name}</h2>
                ${blocks(making, content)}
              </section>`,
          )}
        </main>
        ${script}
      </body>
    </html> `;
  return page.toString();
}

/** The answer and why, and whether it was decided by the usual criteria: what has to be on the first screen. */
function banner(making: Making, { answer: [word, meaning], summary, warning }: Document): Html {
  const one = summary.length === 1;
  return markup`<div class="banner ${making.report.decision.decision}">
    <p class="answer"><strong>${word}</strong>: ${meaning}</p>
    ${summary.map(
      ({ title, sentences }) =>
        markup`${!one && markup`<h2>${title}</h2>`}
          <ul>${sentences.map((sentence) => markup`<li>${prose(making, sentence)}</li>`)}</ul>`,
    )}
    ${warning !== '' && markup`<p class="warning">${warning}</p>`}
  </div>`;
}
