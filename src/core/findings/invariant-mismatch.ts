import { count, counted, signed } from '../words/numbers.ts';
import { text } from './attempt-words.ts';
import { define } from './definition.ts';

/** A key whose books do not balance: more or less was confirmed than its inventory fell by. */
export const invariantMismatch = define({
  code: 'invariant-mismatch',
  level: 'error',
  names: ['key out of balance', 'keys out of balance'],
  blame: [],
  sentence: ({ key, data }, { history, keys }) => {
    const { confirmed = 0, taken = 0 } = data;
    const ledger = keys.find((each) => each.key === key)?.ledger;
    const books = `initial ${count(ledger?.initial ?? 0)} − remaining ${count(ledger?.remaining ?? 0)}`;
    return `${text(history, key)}: ${count(confirmed)} confirmed but ${count(taken)} taken (${books}), a mismatch of ${signed(confirmed - taken)}`;
  },
  claim: ({ key, data: { confirmed = 0, taken = 0 } }, say) => [
    `${say.key(key)} is out of balance by ${signed(confirmed - taken)}.`,
    `${counted(confirmed, 'reservation')} confirmed, but the inventory fell by ${count(taken)}.`,
  ],
  summary: ({ data: { confirmed = 0, taken = 0 } }) =>
    `${count(confirmed)} confirmed, ${count(taken)} taken: ${signed(confirmed - taken)}`,
  lacks: '',
  badge: 'mismatch',
});
