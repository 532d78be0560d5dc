import { charactersOf } from './characters.ts';
import { h } from './element.ts';

/** Characters at the end of a name that are the last to give way: what tells names apart mostly stands there. */
const TAIL = 10;

/** A name that is cut in its middle where room is short, with the whole of it as its text and in a tooltip. */
export function nameText(name: string, front = ''): HTMLElement {
  const shared = front !== '' && name.startsWith(front) ? front : '';
  const rest = charactersOf(name.slice(shared.length));
  const head = rest.slice(0, Math.max(0, rest.length - TAIL)).join('');
  const tail = rest.slice(Math.max(0, rest.length - TAIL)).join('');
  return h(
    'span',
    { class: 'name', title: name },
    // What all names share is left to the heading; it is still read out, and copied with the rest.
    shared === '' ? null : h('span', { class: 'name-front' }, shared),
    shared === '' ? null : h('span', { class: 'name-dots', 'aria-hidden': true }),
    head === '' ? null : h('span', { class: 'name-head' }, head),
    h('span', { class: 'name-tail' }, tail),
  );
}

/** The front that all names of a list share, said once: `all: checkout-web-…`; null where they share none. */
export function frontNote(what: string, front: string): HTMLElement | null {
  if (front === '') return null;
  return h(
    'span',
    { class: 'front-note', title: `The ${what} all begin with ${front}` },
    `${what} `,
    h('span', { class: 'mono' }, `${front}…`),
  );
}
