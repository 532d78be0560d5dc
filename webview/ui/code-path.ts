import type { AttemptDetails, CodePath, CodePathStep } from '../../src/core/view/model.ts';
import type { Actions } from '../actions.ts';
import { changed, type State, type View } from '../state.ts';
import { h, replaceChildren } from './element.ts';
import { LEVEL_SIGN } from './findings-table.ts';
import { siteLink } from './site-link.ts';
import { button } from './toolkit.ts';

/** The panel that proves the selected conflict and leads to its lines of code; without one, it says what to do. */
export function codePathPanel(actions: Actions, takeImage: () => void): View {
  const body = h('div', { class: 'code-path-body' });
  const element = h(
    'section',
    { class: 'code-path', 'aria-label': 'Code path' },
    h('h2', {}, 'Code path'),
    body,
  );
  return {
    element,
    render: (state, previous) => {
      if (!changed(state, previous, 'codePath', 'details', 'findings', 'screen', 'findingId')) return;
      const { codePath, details } = state;
      replaceChildren(
        body,
        details === null ? null : detailsCard(details, actions),
        ...(codePath === null
          ? [h('p', { class: 'hint' }, hintOf(state))]
          : [
              claim(codePath),
              stepsTable(codePath, actions),
              books(codePath),
              buttons(codePath, actions, takeImage),
            ]),
      );
    },
  };
}

function hintOf({ findingId, findings, screen }: State): string {
  if (findingId !== null) return 'Looking up the lines of code…';
  if (findings.rows.length > 0)
    return 'Select a finding to see what happened, step by step, and where in the code. Press n for the next one.';
  if (screen.kind === 'trace' && screen.summary.verdict === 'ok')
    return '✓ Nothing is wrong here: every confirmed write was based on the version that it replaced. Click an attempt, or press j and then i, to see all that the trace says of it.';
  return 'There is no finding to explain.';
}

function claim({ claim, proof, level }: CodePath): HTMLElement {
  return h(
    'p',
    { class: `claim ${level}` },
    h('span', { class: 'sign', 'aria-hidden': true }, LEVEL_SIGN[level]),
    h('strong', {}, claim),
    ` ${proof}`,
  );
}

function stepsTable({ columns, steps, findingId }: CodePath, actions: Actions): HTMLElement | null {
  if (steps.length === 0) return null;
  const time = h('th', { scope: 'col', class: 'when' }, 'time');
  time.style.width = `${Math.max(6, ...steps.map(({ when }) => Math.min(when.length, 14))) + 1}ch`;
  const head = h(
    'tr',
    {},
    time,
    ...columns.map(({ label }, i) =>
      h('th', { scope: 'col', class: `column-${i % 6}`, title: label }, label),
    ),
  );
  const body = steps.map((step) =>
    h(
      'tr',
      { class: step.offending ? 'offending' : '' },
      h('td', { class: 'when' }, step.when),
      ...columns.map((_, i) =>
        i === step.column
          ? h('td', { class: `step column-${i % 6}` }, ...stepCell(step, findingId, actions))
          : h('td', {}),
      ),
    ),
  );
  return h(
    'div',
    { class: 'steps', tabindex: 0, role: 'region', 'aria-label': 'Steps in time order' },
    h('table', {}, h('thead', {}, head), h('tbody', {}, ...body)),
  );
}

function stepCell(step: CodePathStep, findingId: number, actions: Actions): readonly Node[] {
  const parts: Node[] = [
    h('div', { class: 'what' }, step.offending ? '✕ ' : '', h('strong', {}, step.step), ` ${step.detail}`),
  ];
  if (step.site !== '')
    parts.push(
      siteLink(step.site, () => {
        actions.openStep(findingId, step.id);
      }),
    );
  if (step.source !== '') parts.push(h('code', { title: step.source.trim() }, step.source.trim()));
  if (step.lacks !== '') parts.push(h('div', { class: 'lacks' }, step.lacks));
  return parts;
}

function books({ books: lines, booksTitle }: CodePath): HTMLElement | null {
  if (lines.length === 0) return null;
  return h(
    'div',
    { class: 'books' },
    h('h3', {}, booksTitle),
    ...lines.map(({ text, wrong }) => h('div', { class: wrong ? 'book wrong' : 'book' }, text)),
  );
}

function buttons(
  { findingId, steps, replay }: CodePath,
  actions: Actions,
  takeImage: () => void,
): HTMLElement {
  const hasSites = steps.some(({ site }) => site !== '');
  return h(
    'div',
    { class: 'buttons next' },
    hasSites
      ? button(
          'Open both lines',
          () => {
            actions.openBoth(findingId);
          },
          { primary: true, title: 'Open the source lines of both attempts side by side' },
        )
      : null,
    replay === ''
      ? null
      : button(
          'Replay this order',
          () => {
            actions.replay(findingId);
          },
          { title: `Run the reproducer with the schedule ${replay}` },
        ),
    button('Copy as text', () => {
      actions.copy(findingId);
    }),
    button('Image', takeImage, { title: 'Save the picture of the lanes' }),
  );
}

function detailsCard({ fields, row }: AttemptDetails, actions: Actions): HTMLElement {
  return h(
    'section',
    { class: 'details', 'aria-label': 'One attempt' },
    h(
      'div',
      { class: 'details-head' },
      h('h3', {}, 'One attempt, all columns'),
      h(
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
      ),
    ),
    h(
      'dl',
      {},
      ...fields.flatMap(({ name, value }) => [
        h('dt', { title: name }, name),
        h('dd', { title: value }, value === '' ? '–' : value),
      ]),
    ),
    h(
      'div',
      { class: 'buttons' },
      button('Open its line', () => {
        actions.openMark(row, 'write');
      }),
    ),
  );
}
