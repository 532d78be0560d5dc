import type { FindingRow, PossibleRow } from '../../src/core/index.ts';
import type { Actions } from '../actions.ts';
import { changed, type State, type View } from '../state.ts';
import { h, setText } from './element.ts';
import { nameText } from './name-text.ts';
import { RowList } from './row-list.ts';
import { rowsById, rowsHere } from './rows.ts';
import { siteLink } from './site-link.ts';
import { sharedFront } from '../../src/core/words/shared-front.ts';
import { count, counted } from '../../src/core/words/numbers.ts';
import { LEVEL_SIGN, MARKS, VERDICT_SIGN, withGlyph } from '../../src/core/words/signs.ts';

/** What the names of a column all begin with. */
interface Fronts {
  readonly key: string;
  readonly request: string;
}

const NO_FRONTS: Fronts = { key: '', request: '' };

function frontsOf(rows: readonly FindingRow[]): Fronts {
  return {
    key: sharedFront(rows.map(({ key }) => key)),
    request: sharedFront(rows.map(({ request }) => request)),
  };
}

const COLUMNS = ['Finding', 'Key', 'Request', 'What happened', 'When', 'Where'];

/** All findings as rows: the picture in words, for keyboard and screen reader. */
export function findingsTable(actions: Actions): View {
  let fronts = NO_FRONTS;
  const list = new RowList<FindingRow>({
    name: 'Findings',
    roles: ['grid', 'row'],
    rowHeight: 24,
    className: 'finding-rows',
    fill: (row) => findingRow(row, fronts, actions),
    onSelect: (id) => {
      actions.select(id);
    },
    // A click goes where the finding is, as a click on its sign does; arrow keys look around first.
    onClick: (id, row) => {
      if (row === undefined || row.site === '') actions.select(id);
      else actions.openOffending(id);
    },
    onMissing: (ids) => {
      actions.list(ids);
    },
    onOpen: (id) => {
      actions.openOffending(id);
    },
  });
  list.element.prepend(
    h(
      'div',
      { class: 'row head', role: 'row', 'aria-rowindex': 1 },
      ...COLUMNS.map((name) => h('span', { role: 'columnheader' }, name)),
    ),
  );
  const note = h('p', { class: 'list-note' });
  const possible = possibleTable(actions);
  const element = h(
    'section',
    { class: 'findings', 'aria-label': 'Findings' },
    h('h2', {}, 'Findings'),
    list.element,
    note,
    possible.element,
  );
  return {
    element,
    render: (state, previous) => {
      const { ids } = state.findings;
      if (changed(state, previous, 'findings')) fronts = frontsOf(state.findings.rows);
      if (!changed(state, previous, 'findings', 'findingId', 'filter', 'content')) {
        if (changed(state, previous, 'rows')) list.fill(rowsById(ids, state.rows));
        return;
      }
      list.element.hidden = ids.length === 0;
      list.show(rowsById(ids, state.rows), state.findingId);
      setText(note, noteOf(state));
      note.hidden = note.textContent === '';
      possible.show(state);
    },
  };
}

/** What is only possible: apart from the findings, and with what it hangs on. */
function possibleTable(actions: Actions): {
  readonly element: HTMLElement;
  readonly show: (state: State) => void;
} {
  const list = new RowList<PossibleRow>({
    name: 'Only possible',
    roles: ['grid', 'row'],
    rowHeight: 24,
    className: 'finding-rows possible-rows',
    fill: (row) => findingRow(row, NO_FRONTS, actions),
    onSelect: (id) => {
      actions.select(id);
    },
    onOpen: (id) => {
      actions.openOffending(id);
    },
  });
  const element = h('div', { class: 'only-possible' }, h('h2', {}, 'Only possible'), list.element);
  return {
    element,
    show: ({ findings, findingId }) => {
      element.hidden = findings.possible.length === 0;
      list.show(rowsHere(findings.possible), findingId);
    },
  };
}

function noteOf({ findings, filter, content }: State): string {
  const { ids, matching } = findings;
  if (matching > ids.length) return `The first ${count(ids.length)} of ${count(matching)} findings.`;
  if (ids.length > 0) return '';
  if (filter !== '') return 'No finding fits the filter.';
  if (content.kind !== 'trace') return '';
  const { attempts: number, verdict } = content.summary;
  const attempts = counted(number, 'attempt');
  return verdict === 'ok'
    ? withGlyph(
        VERDICT_SIGN.ok,
        `No finding: all checks ran on ${number === 1 ? 'the one attempt' : `all ${attempts}`}.`,
      )
    : `No finding in ${attempts}, but not everything could be checked; the first line says what is missing.`;
}

function findingRow(row: FindingRow | PossibleRow, fronts: Fronts, actions: Actions): readonly Node[] {
  const name = row.code.replaceAll('-', ' ');
  const isPossible = 'hangsOn' in row;
  const sign = isPossible ? MARKS.possible : LEVEL_SIGN[row.level];
  const summary = isPossible ? `${row.summary}; hangs on ${row.hangsOn}` : row.summary;
  const cell = (text: string, className: string): HTMLElement =>
    h('span', { role: 'gridcell', class: className, title: text }, text);
  const open = (): void => {
    actions.openOffending(row.id);
  };
  const site = h('span', { role: 'gridcell' }, row.site === '' ? null : siteLink(row.site, open, true));
  return [
    h(
      'span',
      { role: 'gridcell', class: `level ${isPossible ? 'possible' : row.level}`, title: name },
      h('span', { class: 'sign', 'aria-hidden': true }, sign.glyph),
      h('span', { class: 'sr-only' }, `${isPossible ? 'only possible' : row.level}: `),
      name,
    ),
    h('span', { role: 'gridcell', class: 'mono' }, nameText(row.key, fronts.key)),
    h('span', { role: 'gridcell', class: 'mono' }, nameText(row.request, fronts.request)),
    cell(summary, ''),
    cell(row.when, 'mono number'),
    site,
  ];
}
