import { counted } from '../words/numbers.ts';
import { offender, text } from './attempt-words.ts';
import { RESULT } from '../words/codes.ts';
import { ROLE } from '../worlds/requests.ts';
import { define } from './definition.ts';

/** Inventory below zero: read, written, or what the store ended with. */
export const negativeInventory = define({
  code: 'negative-inventory',
  level: 'error',
  find: ({ history, rows, walk, isReplay, requests, books, hasVersions }, add) => {
    const { readValue, writeValue } = history;
    // What an attempt wrote counts where its write was applied: a refused or timed-out one may only have meant to.
    const isNegative = (row: number): boolean => readValue[row]! < 0 || writeValue[row]! < 0;
    const negative = rows.filter(
      (row) => isNegative(row) && !isReplay(row) && requests.role[row] !== ROLE.repeated,
    );
    const applied = negative.length === 0 ? [] : walk.maker;
    let isFound = false;
    for (const row of negative) {
      const isApplied = applied.includes(row) || (!hasVersions && history.result[row] === RESULT.success);
      const written = isApplied ? writeValue[row]! : NaN;
      if (!(readValue[row]! < 0) && !(written < 0)) continue;
      isFound = true;
      add([row], { value: written < 0 ? written : readValue[row]! });
    }
    if (isFound) return;
    const { initial = 0, remaining = 0 } = books;
    if (remaining < 0 || initial < 0) add([], { value: Math.min(remaining, initial) });
  },
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
