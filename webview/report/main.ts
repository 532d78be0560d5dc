import type { FromReport } from '../../src/protocol.ts';

/** What survives that the page is hidden, for which VS Code throws it away. */
interface Kept {
  readonly scrollY: number;
  /** Whether each part that can be folded is open, in their order. */
  readonly open: readonly boolean[];
}

declare function acquireVsCodeApi(): {
  postMessage(message: FromReport): void;
  getState(): Kept | undefined;
  setState(state: Kept): void;
};

/*
 * The report's page in VS Code. It was made whole by the extension and can be read without this script, which does two
 * things: it tells the extension which of the page's buttons was pressed, and it is where it was when it is shown again.
 */

const api = acquireVsCodeApi();

document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest<HTMLElement>('[data-open]') : null;
  const message = button && messageOf(button.dataset);
  if (message) api.postMessage(message);
});

const folded = [...document.querySelectorAll('details')];
const kept = api.getState();
for (const [index, isOpen] of (kept?.open ?? []).entries()) folded[index]?.toggleAttribute('open', isOpen);
scrollTo(0, kept?.scrollY ?? 0);

function keep(): void {
  api.setState({ scrollY, open: folded.map(({ open }) => open) });
}
addEventListener('scroll', keep, { passive: true });
for (const part of folded) part.addEventListener('toggle', keep);

function messageOf({ open, finding }: DOMStringMap): FromReport | undefined {
  if (open === 'save' || open === 'compare' || open === 'swap' || open === 'side-by-side')
    return { type: open };
  const findingId = Number(finding);
  if (open === 'trace') return { type: 'open-trace', findingId };
  return open === 'source' ? { type: 'open-source', findingId } : undefined;
}
