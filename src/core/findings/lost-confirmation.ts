import { offender, version } from './attempt-words.ts';
import { define } from './definition.ts';

/** A timed-out attempt that was applied and whose client was never told. */
export const lostConfirmation = define({
  code: 'lost-confirmation',
  level: 'info',
  names: ['lost confirmation', 'lost confirmations'],
  blame: ['write', 'confirm', 'read'],
  sentence: ({ rows, data }, { history }) =>
    `${offender(history, rows)} timed out, but its write was applied as ${version(history, data.made)}; its client was never told`,
  claim: ({ rows, data }, say) => [
    `${say.who(rows[0]!, rows[1])} timed out, but its write was applied as ${say.version(data.made)}.`,
    rows[1] === undefined ? '' : say.shows(rows[1], rows[0]!, data.made),
    'No other attempt in the trace can have made it, and its client was never told.',
  ],
  summary: ({ data }, history) => `timed out, but applied as ${version(history, data.made)}`,
  lacks: 'applied, but the client was not told',
  badge: 'lost answer',
});
