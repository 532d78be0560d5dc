import type { CodePath, CodePathStep } from '../../src/core/index.ts';
import type { Actions } from '../actions.ts';
import { h, setAttributes } from './element.ts';
import { LEVEL_SIGN } from '../../src/core/words/signs.ts';
import { siteLink } from './site-link.ts';

/** The steps of the code path side by side, in time order. */
export interface StepsTable {
  readonly element: HTMLElement;
  /** Marks the step whose line was opened last; null for none. */
  readonly mark: (stepId: number | null) => void;
  /** Scrolls so that the marked step is seen. */
  readonly reveal: () => void;
}

type Path = Pick<CodePath, 'columns' | 'steps' | 'findingId' | 'level'>;

/** A column per attempt; what a step did stands in its attempt's column, its line of code has the whole width. */
export function stepsTable(path: Path, actions: Actions): StepsTable {
  const { columns, steps, level } = path;
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
  // A body of rows per step, so that what belongs together is marked and scrolled together.
  const bodies = new Map(steps.map((step) => [step.id, stepRows(step, path, actions)]));
  return {
    element: h(
      'div',
      { class: `steps ${level}`, tabindex: 0, role: 'region', 'aria-label': 'Steps in time order' },
      h('table', {}, h('thead', {}, head), ...bodies.values()),
    ),
    mark: (stepId) => {
      for (const [id, body] of bodies)
        setAttributes(body, {
          class: classOf(
            steps.find((step) => step.id === id)!,
            id === stepId,
          ),
          'aria-current': id === stepId ? 'step' : 'false',
        });
    },
    reveal: () => {
      const marked = [...bodies.values()].find((body) => body.classList.contains('opened'));
      marked?.scrollIntoView({ block: 'nearest' });
    },
  };
}

function classOf({ offending }: CodePathStep, opened: boolean): string {
  return `step-rows${offending ? ' offending' : ''}${opened ? ' opened' : ''}`;
}

function stepRows(step: CodePathStep, { columns, findingId, level }: Path, actions: Actions): HTMLElement {
  const color = `column-${step.column % 6}`;
  const code = codeOf(step, findingId, actions);
  const what = h(
    'tr',
    {},
    h('td', { class: 'when', rowspan: code.length === 0 ? 1 : 2 }, step.when),
    ...columns.map((_, i) =>
      i === step.column ? h('td', { class: `step ${color}` }, whatOf(step, level)) : h('td', {}),
    ),
  );
  const rows = [what];
  if (code.length > 0) rows.push(h('tr', {}, codeCell(step.column, columns.length, code, color)));
  return h('tbody', { class: classOf(step, false) }, ...rows);
}

function whatOf({ offending, step, detail }: CodePathStep, level: CodePath['level']): HTMLElement {
  // A version that was cut in two would be two others, so a line breaks only after the arrow.
  const parts = detail
    .split(/(?<=→)/u)
    .flatMap((part, i) => (i === 0 ? [part] : [document.createElement('wbr'), part]));
  return h(
    'div',
    { class: 'what' },
    offending ? `${LEVEL_SIGN[level].glyph} ` : '',
    h('strong', {}, step),
    ' ',
    ...parts,
  );
}

function codeOf(
  { id, site, source, lacks }: CodePathStep,
  findingId: number,
  actions: Actions,
): HTMLElement[] {
  const parts: HTMLElement[] = [];
  if (site !== '')
    parts.push(
      siteLink(site, () => {
        actions.openStep(findingId, id);
      }),
    );
  if (source !== '') parts.push(h('code', { title: source.trim() }, source.trim()));
  if (lacks !== '') parts.push(h('div', { class: 'lacks' }, lacks));
  return parts;
}

/** The line of code under its step: it begins at the step's column where it fits there, else as far left as it needs. */
function codeCell(column: number, columns: number, code: readonly Node[], color: string): HTMLElement {
  const [bar, before] = ['bar', 'before'].map((name) => h('div', { class: name, 'aria-hidden': true }));
  const share = `${(100 * column) / columns}%`;
  bar!.style.left = share;
  before!.style.width = share;
  return h(
    'td',
    { class: 'code-cell', colspan: columns },
    h('div', { class: `code-line ${color}` }, bar, before, h('div', { class: 'step-code' }, ...code)),
  );
}
