import type { KeyRow } from '../../src/core/index.ts';
import type { Actions } from '../actions.ts';
import { changed, type State, type View } from '../state.ts';
import { h, replaceChildren, setText } from './element.ts';
import { frontNote, nameText } from './name-text.ts';
import { RowList } from './row-list.ts';
import { rowsHere } from './rows.ts';
import { sharedFront } from '../../src/core/words/shared-front.ts';
import { count, counted } from '../../src/core/words/numbers.ts';

/** The inventory keys, worst first: what is wrong with each, or how busy it was. */
export function keyList(actions: Actions): View {
  let front = '';
  const note = h('p', { class: 'list-front' });
  const list = new RowList<KeyRow>({
    name: 'Keys by severity',
    roles: ['listbox', 'option'],
    rowHeight: 40,
    className: 'key-rows',
    fill: (row) => keyRow(row, front),
    onSelect: (id) => {
      actions.selectKey(id);
    },
  });
  const more = h('p', { class: 'list-note', hidden: true });
  const element = h(
    'section',
    { class: 'keys', 'aria-label': 'Keys' },
    h('h2', {}, 'Keys by severity'),
    note,
    list.element,
    more,
  );
  return {
    element,
    render: (state: State, previous) => {
      if (!changed(state, previous, 'keys', 'keyId')) return;
      const { rows, matching } = state.keys;
      list.element.hidden = rows.length === 0;
      front = sharedFront(rows.map(({ name }) => name));
      replaceChildren(note, frontNote('all', front));
      note.hidden = front === '';
      list.show(rowsHere(rows), state.keyId);
      const text =
        rows.length === 0
          ? 'No key fits the filter.'
          : matching > rows.length
            ? `The worst ${count(rows.length)} of ${count(matching)} keys; filter to see others.`
            : '';
      setText(more, text);
      more.hidden = text === '';
    },
  };
}

function keyRow(row: KeyRow, front: string): readonly Node[] {
  const badge =
    row.badge === ''
      ? h(
          'span',
          { class: 'key-count' },
          count(row.attempts),
          h('span', { class: 'sr-only' }, row.attempts === 1 ? ' attempt' : ' attempts'),
        )
      : h('span', { class: `badge ${row.severity}`, title: row.badge }, row.badge);
  return [
    h('span', { class: 'key-head' }, h('span', { class: 'key-name' }, nameText(row.name, front)), badge),
    severityBar(row),
    h('span', { class: 'sr-only' }, `, ${row.severity}, ${counted(row.attempts, 'attempt')}`),
  ];
}

function severityBar({ calm, contended, wrong }: KeyRow): HTMLElement {
  const bar = h('span', { class: 'severity', 'aria-hidden': true });
  for (const [name, share] of [
    ['calm', calm],
    ['contended', contended],
    ['wrong', wrong],
  ] as const) {
    if (!(share > 0)) continue;
    const part = h('span', { class: `severity-${name}` });
    part.style.flexGrow = String(share);
    bar.append(part);
  }
  return bar;
}
