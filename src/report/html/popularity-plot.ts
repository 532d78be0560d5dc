import { max, scaleLinear } from 'd3';
import { percent } from '../../core/words/figures.ts';
import { count } from '../../core/words/numbers.ts';
import type { KeyPopularity } from '../model/model.ts';
import { box, drawing, fit, label, legend, segment, WIDTH } from './svg.ts';
import { markup, type Html } from './template.ts';

const LEFT = 168;
const RIGHT = 250;
const ROW = 22;

/** The most popular keys as bars of their attempts, with what was predicted; what was refused of them is too little to draw. */
export function popularityPlot(phase: KeyPopularity): Html {
  const { rows, predicted } = phase;
  if (rows.length < 2) return markup``;
  const key = legend(
    [
      { text: 'attempts', fill: 'calm-fill' },
      ...(predicted.length > 0 ? [{ text: 'predicted by the workload', mark: 'predicted' }] : []),
    ],
    LEFT,
    0,
  );
  const top = key.height + 8;
  const total = rows[0]!.share === 0 ? 0 : rows[0]!.attempts / rows[0]!.share;
  const most = Math.max(rows[0]!.attempts, (max(predicted) ?? 0) * total, 1);
  const x = scaleLinear([0, most], [LEFT, WIDTH - RIGHT]);
  const name = `${phase.label}: ${phase.sentence}`;
  return drawing(top + rows.length * ROW + 6, name, [
    key.marks,
    rows.map(({ name: keyName, attempts, share, refused, wrong }, rank) => {
      const y = top + rank * ROW;
      const details = [
        `${count(attempts)} (${percent(share)})`,
        refused > 0 ? `${count(refused)} refused` : '',
        wrong > 0 ? `${count(wrong)} wrong` : '',
      ].filter((part) => part !== '');
      const guess = predicted[rank];
      return [
        label(LEFT - 10, y + 14, fit(keyName, LEFT - 14), { anchor: 'end' }),
        box('calm-fill', LEFT, y + 3, x(attempts) - LEFT, 14),
        guess !== undefined && segment('predicted', x(guess * total), y + 1, x(guess * total), y + 19),
        label(
          Math.max(x(attempts), guess === undefined ? 0 : x(guess * total)) + 8,
          y + 14,
          details.join(', '),
          {
            kind: 'muted',
          },
        ),
      ];
    }),
  ]);
}
