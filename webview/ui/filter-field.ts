import type { Actions } from '../actions.ts';
import { h } from './element.ts';
import { nameField, textField } from './toolkit.ts';

/** The field of the filter. */
export interface FilterField {
  readonly element: HTMLElement;
  readonly focus: () => void;
  /** Empties it; false if it was empty. */
  readonly clear: () => boolean;
  readonly show: (text: string) => void;
}

/** The filter with a way to empty it, which is there only while it holds something. */
export function filterField(actions: Actions): FilterField {
  const clear = (): boolean => {
    if (field.value === '') return false;
    actions.setFilter('');
    return true;
  };
  const field = textField('Filter: key, request, v…', (text) => {
    actions.setFilter(text);
  });
  const cross = h(
    'button',
    {
      type: 'button',
      class: 'link clear',
      title: 'Clear the filter (Esc)',
      'aria-label': 'Clear the filter',
      hidden: true,
      on: {
        click: () => {
          clear();
          field.focus();
        },
      },
    },
    '✕',
  );
  return {
    element: h('div', { class: 'filter' }, field, cross),
    focus: () => {
      field.focus();
    },
    clear,
    show: (text) => {
      nameField(field, 'Filter keys and findings');
      if (field.value !== text) field.value = text;
      cross.hidden = text === '';
    },
  };
}
