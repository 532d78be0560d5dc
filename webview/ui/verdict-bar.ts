import type { TraceSummary } from '../../src/core/index.ts';
import type { Actions } from '../actions.ts';
import { changed, type State, type View } from '../state.ts';
import { h, replaceChildren, setText } from './element.ts';
import { searchField } from './search-field.ts';
import { placeInList } from './place-in-list.ts';
import { segmented } from './segmented.ts';
import { count, counted } from '../../src/core/words/numbers.ts';
import { LEVEL_SIGN, VERDICT_SIGN, withGlyph } from '../../src/core/words/signs.ts';
import type { Axis, LaneBy } from '../../src/core/words/terms.ts';

export interface VerdictBar extends View {
  readonly focusFilter: () => void;
  /** Empties the filter; false if it was empty. */
  readonly clearFilter: () => boolean;
}

/** The first line: the verdict with its numbers, how to look at the trace, and the way from finding to finding. */
export function verdictBar(actions: Actions): VerdictBar {
  const verdict = verdictLine(actions);
  const controls = controlLine(actions);
  return {
    element: h('header', { class: 'verdict-bar' }, verdict.element, controls.element, verdict.facts),
    focusFilter: controls.focusFilter,
    clearFilter: controls.clearFilter,
    render: (state, previous) => {
      if (state.content.kind !== 'trace') return;
      if (changed(state, previous, 'content')) verdict.show(state.content.summary);
      controls.show(state, state.content.summary);
    },
  };
}

interface VerdictLine {
  readonly element: HTMLElement;
  readonly facts: HTMLElement;
  readonly show: (summary: TraceSummary) => void;
}

function verdictLine(actions: Actions): VerdictLine {
  const badge = h('span', { class: 'verdict' });
  const invalid = h('span', { class: 'invalid', hidden: true });
  const headline = h('span', { class: 'headline' });
  const provenanceText = h('span', {});
  const provenance = h('span', { class: 'provenance' }, provenanceText);
  const facts = h('div', { class: 'facts', hidden: true });
  const title = h('h1', {}, h('span', { class: 'sr-only' }, 'Race Trace: '), badge);
  return {
    element: h('div', { class: 'verdict-line' }, title, invalid, headline, provenance),
    facts,
    show: (summary) => {
      const { glyph, label } = VERDICT_SIGN[summary.verdict];
      badge.className = `verdict ${summary.verdict}`;
      replaceChildren(badge, h('span', { 'aria-hidden': true }, `${glyph} `), label);
      setText(invalid, `${LEVEL_SIGN.warning.glyph} invalid run`);
      invalid.title = `The run calls itself invalid: ${summary.invalidBecause.join('; ')}`;
      invalid.hidden = summary.invalidBecause.length === 0;
      replaceChildren(headline, ...headlineParts(summary));
      headline.title = summary.headline.join(' · ');
      setText(provenanceText, summary.provenance);
      provenance.title = `${summary.name} · ${summary.provenance}`;
      replaceChildren(facts, ...factsOf(summary, actions));
      facts.hidden = facts.childElementCount === 0;
    },
  };
}

interface ControlLine {
  readonly element: HTMLElement;
  readonly focusFilter: () => void;
  readonly clearFilter: () => boolean;
  readonly show: (state: State, summary: TraceSummary) => void;
}

function controlLine(actions: Actions): ControlLine {
  const axis = segmented<Axis>(
    'Axis',
    [
      ['time', 'Time'],
      ['order', 'Order'],
    ],
    (value) => {
      actions.setAxis(value);
    },
  );
  const laneBy = segmented<LaneBy>(
    'Group by',
    [
      ['worker', 'Workers'],
      ['client', 'Clients'],
    ],
    (value) => {
      actions.setLaneBy(value);
    },
  );
  const filter = searchField(actions);
  const place = placeInList(actions);
  return {
    element: h('div', { class: 'controls' }, axis.element, laneBy.element, filter.element, place.element),
    focusFilter: filter.focus,
    clearFilter: filter.clear,
    show: (state, { hasTimes, hasClients }) => {
      const { axis: axisNow, laneBy: laneByNow, findings, findingId } = state;
      axis.show(
        axisNow,
        hasTimes ? '' : 'The trace has no times, so only the order of its versions can be drawn.',
      );
      laneBy.show(laneByNow, hasClients ? '' : 'The trace does not say which client made an attempt.');
      filter.show(state);
      place.show(findings, findingId);
    },
  };
}

/** The headline with its numbers set off; what it says of the books stands apart, for that is never cut. */
function headlineParts({ headline, verdict, attempts }: TraceSummary): readonly Node[] {
  const items = headline.length > 0 ? headline : [counted(attempts, 'attempt')];
  const [counts, books] = [false, true].map((ofBooks) => items.filter((item) => isOfBooks(item) === ofBooks));
  const part = (name: string, texts: readonly string[], isFirst: boolean): Node =>
    h(
      'span',
      { class: name },
      ...texts.flatMap((item, i) => [
        // Not hidden from a screen reader, which would read two numbers as one word.
        ...(isFirst && i === 0 ? [] : [h('span', { class: 'dot' }, ' · ')]),
        h('span', {}, ...numbersOf(item, verdict === 'violation')),
      ]),
    );
  return [
    ...(counts!.length === 0 ? [] : [part('counts', counts!, true)]),
    ...(books!.length === 0 ? [] : [part('books', books!, counts!.length === 0)]),
  ];
}

function isOfBooks(item: string): boolean {
  return item.startsWith('mismatch') || item.includes('mismatches');
}

function numbersOf(item: string, isViolation: boolean): readonly Node[] {
  return item
    .split(/([+−-]?\d[\d,.]*)/)
    .map((part, j) =>
      j % 2 === 0
        ? document.createTextNode(part)
        : h('strong', { class: /^[+−-]/.test(part) && isViolation ? 'wrong' : '' }, part),
    );
}

/** What keeps the verdict from being stronger, and what could not be read: never hidden, at most one line each. */
function factsOf(summary: TraceSummary, actions: Actions): readonly Node[] {
  const { unknownBecause, invalidBecause, problems, problemsTotal, rejected } = summary;
  const parts: Node[] = [];
  if (invalidBecause.length > 0)
    parts.push(reasons(LEVEL_SIGN.warning.glyph, 'The run calls itself invalid: ', invalidBecause));
  if (unknownBecause.length > 0) parts.push(reasons('?', 'Not certain because ', unknownBecause));
  if (problemsTotal > 0) {
    const more = problemsTotal - problems.length;
    parts.push(
      h(
        'details',
        { class: 'fact' },
        h(
          'summary',
          {},
          withGlyph(
            LEVEL_SIGN.warning,
            `${counted(problemsTotal, 'reading problem')}${rejected > 0 ? `, ${counted(rejected, 'row')} left out` : ''}`,
          ),
        ),
        h(
          'ul',
          {},
          ...problems.map((text) => h('li', {}, text)),
          more > 0 ? h('li', {}, `and ${count(more)} more`) : null,
        ),
        link('Open the file as text', () => {
          actions.ask('open-as-text');
        }),
        ' ',
        link('Map columns…', () => {
          actions.ask('map-columns');
        }),
      ),
    );
  }
  return parts;
}

function link(text: string, click: () => void): HTMLElement {
  return h('button', { type: 'button', class: 'link', on: { click } }, text);
}

/** One reason in a sentence, several as a list. */
function reasons(sign: string, intro: string, texts: readonly string[]): HTMLElement {
  const [only] = texts;
  return h(
    'div',
    { class: 'fact' },
    h('span', { class: 'sign', 'aria-hidden': true }, `${sign} `),
    h('strong', {}, intro),
    ...(texts.length === 1 ? [only] : [h('ul', {}, ...texts.map((text) => h('li', {}, text)))]),
  );
}
