import { counted } from '../../src/core/words/numbers.ts';
import type { Actions } from '../actions.ts';
import type { State } from '../state.ts';
import { completions, type KnownNames } from './completions.ts';
import { h, nextId, replaceChildren, setAttributes, setText } from './element.ts';

/** The field of the search. */
export interface SearchField {
  readonly element: HTMLElement;
  readonly focus: () => void;
  /** Empties it; false if it was empty. */
  readonly clear: () => boolean;
  readonly show: (state: State) => void;
}

const HELP =
  'A name, a version such as v3, a result, or key: request: worker: client: version: result: latency:>50 finding:. Enter goes to the next attempt that fits, Shift+Enter to the previous one.';

/** One field for all: it filters keys and findings, and Enter goes from attempt to attempt, with or without a finding. */
export function searchField(actions: Actions): SearchField {
  const listId = nextId();
  const input = h('input', {
    type: 'text',
    class: 'search-input',
    list: listId,
    placeholder: 'Search or filter: r-001…',
    title: HELP,
    'aria-label': 'Search and filter',
    spellcheck: 'false',
    autocomplete: 'off',
  });
  const options = h('datalist', { id: listId });
  const found = h('span', { class: 'found', role: 'status' });
  const clear = (): boolean => {
    if (input.value === '') return false;
    actions.setFilter('');
    return true;
  };
  const cross = crossOf(() => {
    clear();
    input.focus();
  });
  let names: KnownNames = {};
  const complete = (): void => {
    replaceChildren(options, ...completions(input.value, names).map((value) => h('option', { value })));
  };
  input.addEventListener('focus', complete);
  input.addEventListener('input', () => {
    complete();
    actions.setFilter(input.value);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    actions.seek(event.shiftKey ? -1 : 1);
  });
  return {
    element: h(
      'div',
      { class: 'search', role: 'search' },
      h('div', { class: 'search-box' }, input, cross),
      options,
      found,
    ),
    focus: () => {
      input.focus();
      input.select();
    },
    clear,
    show: (state) => {
      const { filter, matches } = state;
      names = namesOf(state);
      if (input.value !== filter) input.value = filter;
      cross.hidden = filter === '';
      const isAnswered = filter !== '' && matches.text === filter;
      setText(found, !isAnswered ? '' : matches.problem || counted(matches.total, 'attempt'));
      found.hidden = found.textContent === '';
      found.classList.toggle('problem', isAnswered && matches.problem !== '');
      setAttributes(input, { 'aria-invalid': isAnswered && matches.problem !== '' });
    },
  };
}

function crossOf(press: () => void): HTMLElement {
  return h(
    'button',
    {
      type: 'button',
      class: 'link clear',
      title: 'Clear the search (Esc)',
      'aria-label': 'Clear the search',
      hidden: true,
      on: { click: press },
    },
    '✕',
  );
}

function namesOf({ keyNames, rows, slice, laneBy }: State): KnownNames {
  const lanes = slice?.lanes.map(({ label }) => label) ?? [];
  const listed = [...rows.values()].slice(0, 200);
  return {
    key: keyNames,
    request: [...new Set(listed.map(({ request }) => request))],
    finding: [...new Set(listed.map(({ code }) => code))],
    ...(laneBy === 'worker' ? { worker: lanes } : { client: lanes }),
  };
}
