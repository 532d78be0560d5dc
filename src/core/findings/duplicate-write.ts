import { NONE } from '../words/codes.ts';
import { counted } from '../words/numbers.ts';
import { absentWrite, textAt } from './attempt-words.ts';
import { define } from './definition.ts';
import { MOST_ROWS } from './key-world.ts';

/** A request whose writes were applied more than once, although it was confirmed at most once. */
export const duplicateWrite = define({
  code: 'duplicate-write',
  level: 'error',
  find: ({ cases, requests, missing }, add) => {
    for (const { writes } of cases) {
      const applied = writes.find((row) => requests.detours.ifApplied.has(row));
      if (applied !== undefined) {
        const { row, isConfirmed, isLater } = requests.detours.ifApplied.get(applied)!;
        const rows = isLater ? [row, applied] : [applied, row];
        add(rows, { confirmations: Number(isConfirmed), units: 2 }, absentWrite(missing, 'the'));
      }
      if (writes.length < 2) continue;
      const told = writes.filter((row) => requests.teller[row] !== NONE);
      if (told.length > 1) continue;
      const [first, second, ...more] = writes as [number, number, ...number[]];
      add([second, first, ...more.slice(0, MOST_ROWS - 2)], {
        confirmations: told.length,
        units: writes.length,
      });
    }
  },
  names: ['duplicate write', 'duplicate writes'],
  blame: ['write', 'confirm', 'read'],
  sentence: ({ rows, data }, { history }) =>
    `request ${textAt(history, history.requestId, rows[0]!)} was applied ${data.units ?? rows.length} times and confirmed ${data.confirmations === 1 ? 'once' : 'never'}: a retry after a lost answer took a second unit`,
  claim: ({ rows, data }, say) => [
    `${say.request(rows[0]!)} was applied more than once.`,
    `Its writes were applied ${counted(data.units ?? rows.length, 'time')}, and ${data.confirmations === 1 ? 'one was confirmed' : 'none was confirmed'}.`,
    'The retry did not find out that the first attempt had been applied.',
  ],
  summary: ({ rows, data }) =>
    `applied ${counted(data.units ?? rows.length, 'time')}, confirmed ${data.confirmations === 1 ? 'once' : 'never'}`,
  lacks: 'request id not checked before the write',
  badge: 'dup write',
  mechanism: 'retry duplication',
});
