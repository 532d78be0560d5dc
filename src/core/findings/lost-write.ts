import { NONE } from '../words/codes.ts';
import { STEP } from '../worlds/walk.ts';
import { offender, text, version } from './attempt-words.ts';
import { define } from './definition.ts';

/** A store that ended at a version below one that was confirmed. */
export const lostWrite = define({
  code: 'lost-write',
  level: 'error',
  find: ({ walk, requests, scheme }, add) => {
    const { finalVersion } = walk;
    if (finalVersion === NONE) return;
    const isTold = (step: number): boolean =>
      walk.kind[step] !== STEP.untraced && requests.teller[walk.row[step]!] !== NONE;
    if (scheme === 'opaque') return;
    for (let step = walk.made.length - 1; step >= 0; step--)
      if (walk.made[step]! > finalVersion && isTold(step)) {
        add([requests.teller[walk.row[step]!]!], { made: walk.made[step]!, current: finalVersion });
        return;
      }
  },
  names: ['lost write', 'lost writes'],
  blame: ['confirm', 'write', 'read'],
  sentence: ({ rows, key, data }, { history }) =>
    `${offender(history, rows)} was confirmed with ${version(history, data.made)}, but ${text(history, key)} ended at ${version(history, data.current)}`,
  claim: ({ rows, data, key }, say) => [
    `A confirmed write of ${say.key(key)} is gone.`,
    `${say.who(rows[0]!)} was confirmed with ${say.version(data.made)}; the store ended at ${say.version(data.current)}.`,
  ],
  summary: ({ data }, history) =>
    `${version(history, data.made)} confirmed, ended at ${version(history, data.current)}`,
  lacks: 'the store lost this write',
  badge: 'lost write',
  mechanism: 'storage transaction problem',
});
