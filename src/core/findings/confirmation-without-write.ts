import { absentWrite, offender, textAt } from './attempt-words.ts';
import { ROLE } from '../worlds/requests.ts';
import { define } from './definition.ts';

/** A success of a request that never wrote. */
export const confirmationWithoutWrite = define({
  code: 'confirmation-without-write',
  level: 'error',
  find: ({ cases, rows, requests, hasVersions, missing }, add) => {
    if (!hasVersions) return;
    const hangsOn = absentWrite(missing, 'its');
    for (const { of, writes, early } of cases)
      for (const row of writes.length === 0 ? of.bare.slice(0, 1) : early) add([row], {}, hangsOn);
    for (const row of rows) if (requests.role[row] === ROLE.unmoved) add([row], {}, hangsOn);
  },
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
