import type { CodePath, CodePathStep } from '../../src/core/index.ts';
import { sharedFront } from '../../src/core/words/shared-front.ts';
import { LEVEL_SIGN } from '../../src/core/words/signs.ts';
import type { Actions } from '../actions.ts';
import type { Pointed } from '../state.ts';
import { breakable, h, setAttributes } from './element.ts';
import { frontNote, nameText } from './name-text.ts';
import { siteLink } from './site-link.ts';

/** The steps of the code path in the order of time. */
export interface StepsTimeline {
  readonly element: HTMLElement;
  /** Marks the step whose line was opened last; null for none. */
  readonly mark: (stepId: number | null) => void;
  /** Lights the steps that the pointer is on elsewhere, and draws a line behind the last one before a moment. */
  readonly light: (pointed: Pointed | null, lastBefore: number | null) => void;
  /** Scrolls so that the marked step is seen. */
  readonly reveal: () => void;
}

type Path = Pick<CodePath, 'columns' | 'steps' | 'findingId' | 'level'>;

/** A column per worker that is narrower than this is not read. */
const NARROWEST_COLUMN = 160;

/**
 * A row per step: when, who by a coloured bar, what, and its line of code. The workers have a column each where every
 * column is wide enough and nothing in it is cut; else all steps stand in one column, with a rail for each worker.
 */
export function stepsTimeline(path: Path, unit: string, actions: Actions): StepsTimeline {
  const { columns, steps, level } = path;
  const front = sharedFront(columns.map(({ label }) => label));
  const rows = new Map(steps.map((step) => [step.id, stepRow(step, path, front, actions)]));
  const list = h('ol', { class: 'timeline' }, ...rows.values());
  const element = h(
    'div',
    { class: `steps ${level}`, role: 'group', 'aria-label': 'Steps in time order' },
    heads(path, front, unit),
    list,
  );
  element.style.setProperty('--columns', String(columns.length));
  element.style.setProperty('--when', `${Math.max(6, ...steps.map(({ when }) => when.length))}ch`);
  const reveal = (): void => {
    list.querySelector('.opened')?.scrollIntoView({ block: 'nearest' });
  };
  let width = 0;
  new ResizeObserver(() => {
    if (element.clientWidth === width) return;
    width = element.clientWidth;
    chooseLayout(element, columns.length, list);
    reveal();
  }).observe(element);
  return {
    element,
    mark: (stepId) => {
      for (const [id, row] of rows) {
        row.classList.toggle('opened', id === stepId);
        setAttributes(row, { 'aria-current': id === stepId ? 'step' : 'false' });
      }
    },
    light: (pointed, lastBefore) => {
      for (const { id, column, step } of steps) {
        const isOn =
          pointed !== null &&
          columns[column]?.row === pointed.row &&
          (pointed.step === null || pointed.step === step);
        rows.get(id)!.classList.toggle('lit', isOn);
        rows.get(id)!.classList.toggle('scrubbed', id === lastBefore);
      }
    },
    reveal,
  };
}

/** Side by side where there is room for all that stands in the columns. */
function chooseLayout(element: HTMLElement, columns: number, list: HTMLElement): void {
  element.classList.toggle('columns', columns > 1);
  if (columns < 2) return;
  const [what] = list.querySelectorAll('.what');
  const isNarrow = (what?.clientWidth ?? 0) < NARROWEST_COLUMN;
  const isCut = [...list.querySelectorAll('.site, .what, code')].some(
    ({ scrollWidth, clientWidth, firstElementChild }) =>
      scrollWidth > clientWidth ||
      (firstElementChild?.scrollWidth ?? 0) > (firstElementChild?.clientWidth ?? 0),
  );
  if (isNarrow || isCut) element.classList.remove('columns');
}

/** The names of the columns, the unit of the times, and what all names begin with. */
function heads({ columns }: Path, front: string, unit: string): HTMLElement {
  const time = h('span', { class: 'when' }, unit === '' ? 'time' : `time, ${unit}`);
  const names = columns.map(({ label }, i) => {
    const head = h('span', { class: `column-head column-${i % 6}` }, nameText(label, front));
    head.style.setProperty('--at', String(i));
    return head;
  });
  return h('div', { class: 'steps-head', 'aria-hidden': true }, time, ...names, frontNote('names', front));
}

function stepRow(step: CodePathStep, path: Path, front: string, actions: Actions): HTMLElement {
  const { columns, level, findingId } = path;
  const row = h(
    'li',
    {
      class: `step-row column-${step.column % 6}${step.offending ? ' offending' : ''}`,
      'aria-current': 'false',
    },
    h('span', { class: 'when' }, step.when),
    rails(step.column, columns.length),
    h(
      'div',
      { class: 'step' },
      whatOf(step, level, columns[step.column]?.label ?? '', front),
      ...codeOf(step, findingId, actions),
    ),
  );
  row.style.setProperty('--at', String(step.column));
  const point = (): void => {
    actions.point({ row: columns[step.column]!.row, step: step.step });
  };
  const leave = (): void => {
    actions.point(null);
  };
  row.addEventListener('pointerenter', point);
  row.addEventListener('pointerleave', leave);
  row.addEventListener('focusin', point);
  row.addEventListener('focusout', leave);
  return row;
}

/** One thin line per worker, that of the step's own worker thick: who did it is seen without reading the name. */
function rails(column: number, columns: number): HTMLElement {
  return h(
    'span',
    { class: 'rails', 'aria-hidden': true },
    ...Array.from({ length: columns }, (_, i) =>
      h('span', { class: `rail column-${i % 6}${i === column ? ' own' : ''}` }),
    ),
  );
}

function whatOf(
  { offending, step, detail }: CodePathStep,
  level: CodePath['level'],
  worker: string,
  front: string,
): HTMLElement {
  // A version that was cut in two would be two others, so a line breaks only after the arrow.
  const parts = breakable(detail, /(?<=→)/u);
  return h(
    'div',
    { class: 'what' },
    h('span', { class: 'who' }, nameText(worker, front)),
    h(
      'span',
      { class: 'did' },
      offending ? `${LEVEL_SIGN[level].glyph} ` : '',
      h('strong', {}, step),
      ' ',
      ...parts,
    ),
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
