import { count, counted } from '../words/numbers.ts';
import { step, textAt, version } from './attempt-words.ts';
import { NONE } from '../words/codes.ts';
import { text } from './attempt-words.ts';
import { define } from './definition.ts';
import { MOST_ROWS } from './key-world.ts';

/** A request that was confirmed by several state transitions: the client asked once and got more than once. */
export const duplicateConfirmation = define({
  code: 'duplicate-confirmation',
  level: 'error',
  find: ({ cases, requests }, add) => {
    for (const { writes } of cases) {
      const told = writes.map((row) => requests.teller[row]!).filter((row) => row !== NONE);
      if (told.length < 2) continue;
      const [first, second, ...more] = told as [number, number, ...number[]];
      add([second, first, ...more.slice(0, MOST_ROWS - 2)], { confirmations: told.length });
    }
  },
  names: ['duplicate confirmation', 'duplicate confirmations'],
  blame: ['confirm', 'write', 'read'],
  sentence: ({ rows, data }, { history }) => {
    const keys = new Set(rows.map((row) => history.inventoryKey[row]!));
    const made = rows
      .toSorted((a, b) => a - b)
      .map(
        (row) =>
          step(history, row) + (keys.size > 1 ? ` on ${text(history, history.inventoryKey[row]!)}` : ''),
      );
    const more = (data.confirmations ?? rows.length) > rows.length ? ', …' : '';
    return `request ${textAt(history, history.requestId, rows[0]!)} was confirmed ${data.confirmations ?? rows.length} times: ${made.join(', ')}${more}`;
  },
  claim: ({ rows, data }, say) => {
    const times = data.confirmations ?? rows.length;
    const [second, first] = rows as [number, number];
    const again = `and again as ${say.written(second)}${say.by(second)}${say.at(say.end(second))}`;
    return [
      `${say.request(second)} was confirmed ${times === 2 ? 'twice' : `${count(times)} times`}.`,
      `It was confirmed as ${say.written(first)}${say.by(first)}${say.at(say.end(first))}, ${again}.`,
      // A stale one undid what another had taken, so it took nothing more.
      rows.some((row) => say.isStale(row)) ? '' : `One request took ${counted(times, 'unit')}.`,
    ];
  },
  summary: ({ rows, data }, history) => {
    const made = rows.map((row) => history.writeVersion[row]!).sort((a, b) => a - b);
    const retry = history.retryCount[rows[0]!]!;
    const more = (data.confirmations ?? rows.length) > rows.length ? ' and more' : '';
    const versions = made.map((cell) => version(history, cell)).join(' and ');
    return `confirmed as ${versions}${more}${retry > 0 ? `, retry ${count(retry)}` : ''}`;
  },
  lacks: 'request id not checked before the write',
  badge: 'dup',
  mechanism: 'retry duplication',
});
