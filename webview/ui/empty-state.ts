import type { Actions } from '../actions.ts';
import { changed, type State, type View } from '../state.ts';
import { LEVEL_SIGN } from '../../src/core/words/signs.ts';
import { h, replaceChildren, setAttributes, setText } from './element.ts';
import { button } from './toolkit.ts';

/** What fills the window while there is no picture: what is going on or wrong, and what one can do next. */
export function emptyState(actions: Actions): View {
  const element = h('section', { class: 'empty', 'aria-label': 'Status' });
  let loading: Loading | undefined;
  return {
    element,
    render: (state, previous) => {
      if (!changed(state, previous, 'content', 'keys')) return;
      const { content } = state;
      element.hidden = !isEmpty(state);
      if (content.kind === 'loading') {
        // The same elements as long as it loads, so that the ring turns on and a screen reader is not restarted.
        if (loading === undefined) {
          loading = loadingParts();
          replaceChildren(element, ...loading.elements);
        }
        loading.show(content.text, content.fraction);
        return;
      }
      loading = undefined;
      if (content.kind === 'unreadable') replaceChildren(element, ...unreadable(content, actions));
      else if (isEmpty(state)) replaceChildren(element, ...noAttempts(content.summary.name, actions));
    },
  };
}

/** Whether there is nothing to draw: then the empty state fills the window. */
export function isEmpty({ content }: State): boolean {
  return content.kind !== 'trace' || content.summary.attempts === 0;
}

interface Loading {
  readonly elements: readonly HTMLElement[];
  show(text: string, fraction: number | null): void;
}

function loadingParts(): Loading {
  const text = h('p', { class: 'empty-text', role: 'status' });
  const fill = h('div', { class: 'progress-fill' });
  const bar = h(
    'div',
    {
      class: 'progress',
      role: 'progressbar',
      'aria-label': 'Reading',
      'aria-valuemin': 0,
      'aria-valuemax': 100,
      hidden: true,
    },
    fill,
  );
  const ring = h('div', { class: 'ring', 'aria-hidden': true });
  return {
    elements: [h('h1', { class: 'sr-only' }, 'Race Trace'), ring, text, bar],
    show: (now, fraction) => {
      setText(text, now);
      ring.hidden = fraction !== null;
      bar.hidden = fraction === null;
      if (fraction === null) return;
      const percent = Math.round(Math.min(1, Math.max(0, fraction)) * 100);
      setAttributes(bar, { 'aria-valuenow': percent });
      fill.style.width = `${percent}%`;
    },
  };
}

interface Unreadable {
  readonly text: string;
  readonly next: string;
  readonly isMappable: boolean;
}

function unreadable({ text, next, isMappable }: Unreadable, actions: Actions): readonly HTMLElement[] {
  const [asText, mapping] = [
    ['Open as text', 'open-as-text'],
    ['Map columns…', 'map-columns'],
  ] as const;
  // What helps most comes first: a file of other columns is mapped, of any other one is seen what it is.
  const [[first, firstAction], [second, secondAction]] = isMappable ? [mapping, asText] : [asText, mapping];
  return [
    h(
      'h1',
      {},
      h('span', { 'aria-hidden': true }, `${LEVEL_SIGN.warning.glyph} `),
      'This trace cannot be read',
    ),
    h('p', { class: 'empty-text' }, text),
    h('p', { class: 'empty-text' }, next),
    h(
      'div',
      { class: 'buttons' },
      button(
        first,
        () => {
          actions.ask(firstAction);
        },
        { primary: true },
      ),
      button(second, () => {
        actions.ask(secondAction);
      }),
      button('Read it again', () => {
        actions.ask('reload');
      }),
      button('Open sample trace', () => {
        actions.ask('open-sample');
      }),
    ),
  ];
}

function noAttempts(name: string, actions: Actions): readonly HTMLElement[] {
  return [
    h('h1', {}, 'No attempts in this trace'),
    h(
      'p',
      { class: 'empty-text' },
      `${name} holds no row that says who read and wrote which version. Record a trace with the race reproducer, or look at a sample to see what one looks like.`,
    ),
    h(
      'div',
      { class: 'buttons' },
      button(
        'Run race reproducer',
        () => {
          actions.ask('run-reproducer');
        },
        { primary: true },
      ),
      button('Open sample trace', () => {
        actions.ask('open-sample');
      }),
      button('Open as text', () => {
        actions.ask('open-as-text');
      }),
    ),
  ];
}
