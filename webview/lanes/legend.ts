import { occurring } from './occurring.ts';
import { inkColor, paintSign } from './paint-sign.ts';
import type { Theme } from '../theme/theme.ts';
import { RESULTS } from '../../src/core/words/codes.ts';
import { BAR_SIGNS, RESULT_SIGN, withGlyph } from '../../src/core/words/signs.ts';
import { changed, type State, type View } from '../state.ts';
import { sharpCanvas } from '../ui/canvas.ts';
import { h, replaceChildren } from '../ui/element.ts';
import { frontNote } from '../ui/name-text.ts';
import { LANE_SIGNS, LANE_SIGN_NAMES } from '../../src/core/words/lane-signs.ts';

const KEYS = [
  ['n p', 'next, previous finding'],
  ['F8 ⇧F8', 'the same'],
  ['f', 'back to the selected finding'],
  ['← → a d', 'pan'],
  ['+ − w s', 'zoom'],
  ['Ctrl+wheel', 'zoom about the pointer'],
  ['0', 'whole key'],
  ['j k', 'next, previous attempt'],
  ['Enter', 'open the source line'],
  ['i', 'all columns of an attempt'],
  ['/', 'search; Enter, ⇧Enter next, previous match'],
  ['Esc', 'close what is open, go back, then select nothing'],
] as const;

/** What the signs of the picture mean, drawn by the same code as the signs, and which keys do what. */
export class Legend implements View {
  readonly #signs = LANE_SIGN_NAMES.map((name) => {
    const canvas = sharpCanvas(h('canvas', { class: 'legend-sign', 'aria-hidden': true }));
    return {
      name,
      canvas,
      item: h('span', { class: 'legend-item' }, canvas.element, LANE_SIGNS[name].label),
    };
  });
  readonly #results = RESULTS.map((result) =>
    h('span', {}, withGlyph(RESULT_SIGN[result], RESULT_SIGN[result].label)),
  );
  readonly #queued = barItem('legend-queue', BAR_SIGNS.queued.label);
  readonly #replay = barItem('legend-replay', BAR_SIGNS.replay.label);
  readonly #help = h(
    'details',
    { class: 'help' },
    h('summary', { title: 'Keys (?)' }, 'Keys'),
    h(
      'dl',
      {},
      ...KEYS.flatMap(([keys, text]) => [
        h('dt', {}, ...keys.split(' ').flatMap((key) => [h('kbd', {}, key), ' '])),
        h('dd', {}, text),
      ]),
    ),
  );
  readonly #front = h('span', { class: 'legend-front', hidden: true });
  readonly element = h(
    'div',
    { class: 'legend', role: 'group', 'aria-label': 'Legend' },
    this.#front,
    this.#queued,
    ...this.#signs.map(({ item }) => item),
    this.#replay,
    h('span', { class: 'legend-item results' }, ...this.#results),
    this.#help,
  );

  /** Shows what the picture has, for a sign that is not there explains nothing. */
  render(state: State, previous: State | undefined): void {
    if (state.slice === null || !changed(state, previous, 'slice')) return;
    const { front, request } = state.slice;
    replaceChildren(this.#front, frontNote(`${request.laneBy}s`, front));
    this.#front.hidden = front === '';
    const { signs, queued, replay, results } = occurring(state.slice);
    for (const { name, item } of this.#signs) item.hidden = !signs.has(name);
    this.#queued.hidden = !queued;
    this.#replay.hidden = !replay;
    this.#results.forEach((item, code) => {
      item.hidden = !results.has(code);
    });
  }

  setTheme(theme: Theme): void {
    for (const { name, canvas } of this.#signs) {
      canvas.resize(18, 16);
      canvas.context.fillStyle = theme.background;
      canvas.context.fillRect(0, 0, 18, 16);
      const ink = inkColor(theme, LANE_SIGNS[name].ink, theme.text);
      paintSign(canvas.context, name, { x: 9, y: 8 }, 5, { ink, paper: theme.background });
    }
  }

  toggleHelp(): void {
    this.#help.open = !this.#help.open;
  }

  /** Closes the help; false if it was not open. */
  closeHelp(): boolean {
    const wasOpen = this.#help.open;
    this.#help.open = false;
    return wasOpen;
  }
}

function barItem(look: string, label: string): HTMLElement {
  return h('span', { class: 'legend-item' }, h('span', { class: look, 'aria-hidden': true }), label);
}
