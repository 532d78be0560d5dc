import { h } from './element.ts';

/** A button like a link that opens a source line; where room is short the file's name gives way, never the line. */
export function siteLink(site: string, open: () => void, inRow = false): HTMLElement {
  const line = /:\d+$/.exec(site)?.[0] ?? '';
  const file = site.slice(0, site.length - line.length);
  return h(
    'button',
    {
      type: 'button',
      class: 'link site',
      title: `Open ${site}`,
      // In a list the row is the tab stop, and Enter on it does the same.
      ...(inRow ? { tabindex: -1 } : {}),
      on: {
        click: (event) => {
          event.stopPropagation();
          open();
        },
      },
    },
    h('span', { class: 'site-file' }, file),
    h('span', { class: 'site-line' }, line),
  );
}
