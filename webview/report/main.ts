import type { FromReport } from '../../src/protocol.ts';

declare function acquireVsCodeApi(): { postMessage(message: FromReport): void };

/*
 * The report's page in VS Code. It was made whole by the extension and can be read without this script, which does one
 * thing: it tells the extension which of the page's buttons was pressed.
 */

const api = acquireVsCodeApi();

document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest<HTMLElement>('[data-open]') : null;
  const message = button && messageOf(button.dataset);
  if (message) api.postMessage(message);
});

function messageOf({ open, finding }: DOMStringMap): FromReport | undefined {
  if (open === 'save') return { type: 'save' };
  const findingId = Number(finding);
  if (open === 'trace') return { type: 'open-trace', findingId };
  return open === 'source' ? { type: 'open-source', findingId } : undefined;
}
