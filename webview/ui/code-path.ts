import type { CodePath } from '../../src/core/index.ts';
import type { Actions } from '../actions.ts';
import { changed, type State, type View } from '../state.ts';
import { detailsCard } from './details-card.ts';
import { h, replaceChildren } from './element.ts';
import { LEVEL_SIGN, MARKS, VERDICT_SIGN, withGlyph } from '../../src/core/words/signs.ts';
import { stepsTimeline, type StepsTimeline } from './steps-timeline.ts';
import { button } from './toolkit.ts';

/**
 * The panel that proves the selected finding and leads to its lines of code; without one, it says what to do. `lastBefore`
 * is the step after which the pointer stands on the axis.
 */
export function codePathPanel(
  actions: Actions,
  takeImage: () => void,
  lastBefore: (state: State) => number | null,
): View {
  const body = h('div', { class: 'code-path-body' });
  // What one can do next stays in sight below the steps, however many they are.
  const next = h('div', { class: 'buttons next' });
  const element = h(
    'section',
    { class: 'code-path', 'aria-label': 'Code path' },
    h('h2', {}, 'Code path'),
    body,
    next,
  );
  let steps: StepsTimeline | undefined;
  // Opening a source line beside the view makes it narrower; what was clicked must not leave the window by that.
  new ResizeObserver(() => {
    steps?.reveal();
  }).observe(element);
  return {
    element,
    render: (state, previous) => {
      const { codePath, openedStep } = state;
      if (changed(state, previous, 'codePath', 'details', 'findings', 'content', 'findingId')) {
        steps =
          codePath === null || codePath.steps.length === 0
            ? undefined
            : stepsTimeline(codePath, unitOf(codePath), actions);
        replaceChildren(body, ...partsOf(state, steps, actions));
        next.hidden = codePath === null;
        replaceChildren(next, ...(codePath === null ? [] : buttons(codePath, actions, takeImage)));
        steps?.mark(openedStep);
      }
      if (changed(state, previous, 'codePath', 'details', 'pointed', 'scrub', 'slice'))
        steps?.light(state.pointed, lastBefore(state));
      if (!changed(state, previous, 'openedStep')) return;
      steps?.mark(openedStep);
      steps?.reveal();
    },
  };
}

/** The unit in which the times of the steps are written; '' where they have none. */
function unitOf({ steps }: CodePath): string {
  const timed = steps.find(({ when }) => when !== '');
  if (timed === undefined) return '';
  return timed.when.includes(':') ? 'min:s' : 'ms';
}

function partsOf(state: State, steps: StepsTimeline | undefined, actions: Actions): (Node | null)[] {
  const { codePath, details } = state;
  return [
    details === null ? null : detailsCard(details, actions),
    ...(codePath === null
      ? [h('p', { class: 'hint' }, hintOf(state))]
      : [claim(codePath), steps?.element ?? null, books(codePath)]),
  ];
}

function hintOf({ findingId, findings, content }: State): string {
  if (findingId !== null) return 'Looking up the lines of code…';
  if (findings.rows.length > 0)
    return 'Select a finding to see what happened, step by step, and where in the code. Press n for the next one.';
  if (content.kind === 'trace' && content.summary.verdict === 'ok')
    return withGlyph(
      VERDICT_SIGN.ok,
      'Nothing is wrong here: every confirmed write was based on the version that it replaced. Click an attempt, or press j and then i, to see all that the trace says of it.',
    );
  return 'There is no finding to explain.';
}

function claim({ claim, proof, level, hangsOn }: CodePath): HTMLElement {
  const isCertain = hangsOn === '';
  const { glyph } = isCertain ? LEVEL_SIGN[level] : MARKS.possible;
  return h(
    'p',
    { class: `claim ${isCertain ? level : 'possible'}` },
    h('span', { class: 'sign', 'aria-hidden': true }, glyph),
    h('strong', {}, isCertain ? claim : `Only possible: ${claim}`),
    isCertain ? ` ${proof}` : ` It hangs on ${hangsOn}. ${proof}`,
  );
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
  { findingId, steps, replay, explored }: CodePath,
  actions: Actions,
  takeImage: () => void,
): (HTMLElement | null)[] {
  const hasSites = steps.some(({ site }) => site !== '');
  return [
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
          { title: `Play the schedule ${replay} on ${explored === '' ? 'the bundled service' : explored}` },
        ),
    button('Copy as text', () => {
      actions.copy(findingId);
    }),
    button('Image', takeImage, { title: 'Save the picture of the lanes' }),
  ];
}
