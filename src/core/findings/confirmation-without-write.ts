import { offender, textAt } from './attempt-words.ts';
import { define } from './definition.ts';

/** A success of a request that never wrote. */
export const confirmationWithoutWrite = define({
  code: 'confirmation-without-write',
  level: 'error',
  names: ['confirmation without a write', 'confirmations without a write'],
  blame: ['confirm', 'write', 'read'],
  sentence: ({ rows }, { history }) =>
    `${offender(history, rows)} was told success, but request ${textAt(history, history.requestId, rows[0]!)} never wrote`,
  claim: ({ rows }, say) => [
    `${say.request(rows[0]!)} was confirmed without a write.`,
    `${say.who(rows[0]!)} was told success${say.at(say.end(rows[0]!))}, and no attempt of the request made a version.`,
  ],
  summary: () => 'told success, but nothing was written',
  lacks: 'confirmed without a write',
  badge: 'no write',
});
