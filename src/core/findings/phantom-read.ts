import { offender, version } from './attempt-words.ts';
import { define } from './definition.ts';

/** A version that was read, above the initial one, and that no write made. */
export const phantomRead = define({
  code: 'phantom-read',
  level: 'error',
  names: ['phantom read', 'phantom reads'],
  blame: ['read', 'write', 'confirm'],
  sentence: ({ rows }, { history }) =>
    `${offender(history, rows)} read ${version(history, history.readVersion[rows[0]!])}, which no write in the trace can have made`,
  claim: ({ rows, key }, say) => [
    `${say.who(rows[0]!)} read ${say.read(rows[0]!)}, which no write made.`,
    `It is above the initial version${say.initial(key)}, and no write of the trace, timed-out ones included, can have made it.`,
  ],
  summary: ({ rows: [row] }, history) =>
    `${version(history, history.readVersion[row!])} read, which no write made`,
  lacks: 'no write made this version',
  badge: 'phantom read',
  mechanism: 'storage transaction problem',
});
