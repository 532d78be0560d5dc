import { paintSign, type SignKind } from '../lanes/paint-signs.ts';
import type { Theme } from '../theme/theme.ts';
import { RESULT_SIGN } from '../codes.ts';
import { sharpCanvas } from './canvas.ts';
import { h } from './element.ts';

const SIGNS: readonly (readonly [SignKind, string])[] = [
  ['read', 'read'],
  ['write', 'write'],
  ['confirm', 'confirmed'],
  ['stale-write', 'stale write'],
  ['duplicate', 'confirmed twice'],
];

const RESULTS = ['success', 'conflict', 'rejected', 'timeout (unknown)', 'retry'];

const KEYS = [
  ['n p', 'next, previous conflict'],
  ['← →', 'pan'],
  ['+ −', 'zoom'],
  ['0', 'whole key'],
  ['j k', 'next, previous attempt'],
  ['Enter', 'open the source line'],
  ['i', 'all columns of an attempt'],
  ['/', 'filter'],
  ['Esc', 'nothing selected'],
] as const;

/** What the signs mean, drawn by the same code as the signs, and which keys do what. */
export class Legend {
  readonly #signs = SIGNS.map(([kind, label]) => ({
    kind,
    label,
    canvas: sharpCanvas(h('canvas', { class: 'legend-sign', 'aria-hidden': true })),
  }));
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
  readonly element = h(
    'div',
    { class: 'legend', role: 'group', 'aria-label': 'Legend' },
    h('span', { class: 'legend-item' }, h('span', { class: 'legend-queue', 'aria-hidden': true }), 'queued'),
    ...this.#signs.map(({ canvas, label }) => h('span', { class: 'legend-item' }, canvas.element, label)),
    h(
      'span',
      { class: 'legend-item results' },
      RESULTS.map((word, code) => `${RESULT_SIGN[code]!} ${word}`).join('  '),
    ),
    this.#help,
  );

  setTheme(theme: Theme): void {
    for (const { kind, canvas } of this.#signs) {
      canvas.resize(18, 16);
      canvas.context.fillStyle = theme.background;
      canvas.context.fillRect(0, 0, 18, 16);
      const wrong = kind === 'stale-write' || kind === 'duplicate';
      const ink = wrong ? theme.error : theme.text;
      paintSign(canvas.context, kind, { x: 9, y: 8 }, 5, { ink, paper: theme.background });
    }
  }

  toggleHelp(): void {
    this.#help.open = !this.#help.open;
  }
}
