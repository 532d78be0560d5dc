import type { AttemptDetails } from '../../src/core/index.ts';
import type { Actions } from '../actions.ts';
import { breakable, h } from './element.ts';
import { button } from './toolkit.ts';

/** All that the trace says of one attempt, with the way to its line of code where the trace has one. */
export function detailsCard({ fields, row, lineOf }: AttemptDetails, actions: Actions): HTMLElement {
  const close = h(
    'button',
    {
      type: 'button',
      class: 'link',
      on: {
        click: () => {
          actions.closeDetails();
        },
      },
    },
    'Close',
  );
  return h(
    'section',
    { class: 'details', 'aria-label': 'One attempt' },
    h('div', { class: 'details-head' }, h('h3', {}, 'One attempt, all columns'), close),
    h(
      'dl',
      {},
      ...fields.flatMap(({ name, value }) => [
        h('dt', { title: name }, name),
        h('dd', { title: value }, ...(value === '' ? ['–'] : breakable(value))),
      ]),
    ),
    lineOf === null
      ? null
      : h(
          'div',
          { class: 'buttons' },
          button('Open its line', () => {
            actions.openMark(row, lineOf);
          }),
        ),
  );
}
