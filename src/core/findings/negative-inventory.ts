import { counted } from '../words/numbers.ts';
import { offender, text } from './attempt-words.ts';
import { define } from './definition.ts';

/** Inventory below zero: read, written, or what the store ended with. */
export const negativeInventory = define({
  code: 'negative-inventory',
  level: 'error',
  names: ['negative inventory', 'negative inventories'],
  blame: ({ rows }, history) =>
    history.writeValue[rows[0]!]! < 0 ? ['write', 'read', 'confirm'] : ['read', 'confirm', 'write'],
  sentence: ({ rows, key, data }, { history }) => {
    const value = `${counted(data.value ?? 0, 'unit')} of ${text(history, key)}`;
    if (rows[0] === undefined) return `the store ended with ${value}`;
    const verb = history.writeValue[rows[0]] === data.value ? 'left' : 'read';
    return `${offender(history, rows)} ${verb} ${value}`;
  },
  claim: ({ rows, key, data: { value = 0 } }, say) => {
    const [row] = rows;
    const left = `${counted(value, 'unit')} of ${say.key(key)}`;
    if (row === undefined) return [`The run ended with ${left}.`, 'More units were taken than there were.'];
    const wrote = say.history.writeValue[row] === value;
    return [`${say.who(row)} ${wrote ? 'left' : 'read'} ${left}.`, 'More units were taken than there were.'];
  },
  summary: ({ data: { value = 0 } }) => `${counted(value, 'unit')} left`,
  lacks: 'no check that a unit is left',
  badge: 'negative',
});
