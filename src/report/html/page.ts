import { clipped } from '../../core/text/printable.ts';
import type { Report } from '../model.ts';
import type { Making } from './parts.ts';
import { bannerSection, reasonsSection, tableSection } from './section-decision.ts';
import { invariantSection } from './section-invariant.ts';
import {
  keysSection,
  latencySection,
  releaseSection,
  screensSection,
  workloadSection,
} from './section-measures.ts';
import { appendixSection, outlookSection, triggersSection } from './section-outlook.ts';
import { failureSection, mechanismSection, raceSection } from './section-race.ts';
import { styleSheet } from './style.ts';
import { Html, markup } from './template.ts';

const CONTENTS = [
  ['table-title', 'Before and after'],
  ['reasons', 'Reasons'],
  ['invariant', 'Invariant'],
  ['race', 'Race'],
  ['mechanism', 'Mechanism'],
  ['failures', 'Failures'],
  ['latency', 'Latency'],
  ['keys', 'Keys'],
  ['screens', 'Screens'],
  ['workload', 'Workload'],
  ['coverage', 'Coverage'],
  ['release', 'Release package'],
  ['outlook', 'Risks and rollout'],
  ['triggers', 'Triggers'],
  ['reproduce', 'How to reproduce'],
  ['data', 'Raw data'],
] as const;

/** What VS Code's webview needs around the report. */
export interface WebviewParts {
  readonly nonce: string;
  readonly scriptUri: string;
}

/**
 * The report as one file for a browser or a printer: no script, nothing loaded, and a policy that lets only its own style
 * in. `sha256` is the base64 hash of a text.
 */
export function reportPage(report: Report, sha256: (text: string) => string): string {
  const style = styleSheet('page');
  const policy = `default-src 'none'; style-src 'sha256-${sha256(style)}'; base-uri 'none'; form-action 'none'`;
  return documentOf({ report, target: 'page' }, policy, styleElement('', style), markup``);
}

/** The report in VS Code's webview: in the colours of the theme, and with buttons that lead to swimlane and source. */
export function reportForWebview(report: Report, { nonce, scriptUri }: WebviewParts): string {
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  return documentOf(
    { report, target: 'webview' },
    policy,
    styleElement(nonce, styleSheet('webview')),
    markup`<script nonce="${nonce}" src="${scriptUri}"></script>`,
  );
}

/** Built apart from the templates: the hash is of exactly this text, and not one space may come to it. */
function styleElement(nonce: string, style: string): Html {
  return new Html(`<style${nonce === '' ? '' : ` nonce="${nonce}"`}>${style}</style>`);
}

function documentOf(making: Making, policy: string, style: Html, script: Html): string {
  const { report, target } = making;
  const { name, variant, before } = report;
  const title = `Validation report: ${clipped(name, 80)} (${clipped(variant, 40)})`;
  const against = before === undefined ? '' : `, against ${before.name} (${before.variant})`;
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
          <h1>Can ${variant} be released?</h1>
          <p class="muted small">
            Validation report of
            ${name}${against}${
              target === 'webview' &&
              markup` · <button type="button" class="link" data-open="save">Save the report…</button>`
            }
          </p>
        </header>
        <main>
          ${bannerSection(making)} ${tableSection(making)}
          <nav aria-label="Contents">
            <ul>
              ${CONTENTS.map(([id, text]) => markup`<li><a href="#${id}">${text}</a></li>`)}
            </ul>
          </nav>
          ${reasonsSection(making)} ${invariantSection(making)} ${raceSection(making)}
          ${mechanismSection(making)} ${failureSection(making)} ${latencySection(making)}
          ${keysSection(making)} ${screensSection(making)} ${workloadSection(making)}
          ${releaseSection(making)} ${outlookSection(making)} ${triggersSection(making)}
          ${appendixSection(making)}
        </main>
        <footer>
          <p class="muted small">
            Made by Race Trace from the traces, manifests and metrics listed under raw data. A verdict is
            never stronger than its evidence: what could hide a violation is named, and keeps the decision
            from being better.
          </p>
        </footer>
        ${script}
      </body>
    </html> `;
  return page.toString();
}
